// Tables of an artifact that must agree: each file can be whole and right by itself, and belong to another version.
import { columnsOf, type Columns } from './catalogue-columns.ts';
import type { Catalogue } from './catalogue.ts';
import type { Concepts } from './concepts.ts';
import type { Manifest } from './manifest.ts';
import type { Samples } from './samples.ts';

interface Disagreement {
  file: string;
  /** In words. */
  problem: string;
}

interface Tables {
  manifest: Manifest;
  catalogue: Catalogue;
  concepts: Concepts;
  columns?: Columns | undefined;
  samples?: Samples | undefined;
}

/** @returns the first that does not fit the others, or null */
export function disagreementOf(tables: Tables): Disagreement | null {
  const { manifest, catalogue, columns, concepts, samples } = tables;
  const { items } = manifest.data;
  return (
    found('catalogue.json', itemsProblem(catalogue, items)) ??
    found('columns.json', columnsProblem(catalogue, columns)) ??
    found('concepts.json', conceptsProblem(concepts, { items, latents: manifest.latents })) ??
    found('concepts.json', attributesProblem(catalogue, concepts)) ??
    found('samples.json', samplesProblem(catalogue, samples))
  );
}

const found = (file: string, problem: string | null): Disagreement | null =>
  problem === null ? null : { file, problem };

function itemsProblem({ ids }: Catalogue, items: number): string | null {
  if (ids.length !== items) return `lists ${ids.length} items, but the manifest says ${items}`;
  const known = new Set<string>();
  for (const id of ids) {
    if (known.has(id)) return `lists the item ${id} twice`;
    known.add(id);
  }
  return null;
}

function columnsProblem(catalogue: Catalogue, columns: Columns | undefined): string | null {
  if (columns === undefined) return null;
  const expected = columnsOf(catalogue);
  const isOther = JSON.stringify(inOrder(columns)) !== JSON.stringify(inOrder(expected));
  return isOther ? 'is not the catalogue without its words' : null;
}

const inOrder = ({ attributes, lengths, entries, counts }: Columns): unknown[] => [
  attributes.map(({ id, label, kind }) => [id, label, kind]),
  lengths,
  entries,
  counts,
];

/** @returns which concept names a latent or an item that the model lacks, in words */
export function conceptsProblem(
  { concepts, basis = [] }: Concepts,
  { items, latents }: { items: number; latents: number },
): string | null {
  const stray = concepts.find(
    (concept) =>
      concept.latents.some(({ index }) => index >= latents) ||
      [concept.topItems, concept.promoted, concept.demoted, concept.anchors ?? []].some((list) =>
        list.some((item) => item >= items),
      ),
  );
  const isBasisStray = basis.some(({ index }) => index >= latents);
  if (stray === undefined && !isBasisStray) return null;
  return `${stray?.id ?? 'the basis'} names a latent or an item that the model does not have`;
}

function attributesProblem({ attributes }: Catalogue, { concepts }: Concepts): string | null {
  const known = new Set(attributes.map(({ id }) => id));
  const stray = concepts.find(({ attribute }) => attribute !== null && !known.has(attribute));
  return stray === undefined ? null : `${stray.id} stands for ${stray.attribute}, which no item can have`;
}

function samplesProblem({ ids }: Catalogue, samples: Samples | undefined): string | null {
  if (samples === undefined) return null;
  const known = new Set(ids);
  const stray = samples.samples.flatMap(({ history }) => history).find((id) => !known.has(id));
  return stray === undefined ? null : `has the item ${stray}, which the catalogue lacks`;
}
