// Whether saved steerings still do what they did: presets drawn at random, steered by the model before and the model now.
import { at } from '@trimtab/shared/look-up.ts';
import { itemsWith, type Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { directionOf } from '../concepts/direction.ts';
import type { Weights } from '../files/weights.ts';
import { createRandom, type Random } from '../math/random.ts';
import { quantile } from '../math/quantile.ts';
import type { SteeringBench } from '../steering/bench.ts';
import { fixedChange, logOdds } from '../steering/bench.ts';

export const PRESET_KINDS = ['attribute', 'emergent', 'mixed'] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

export interface DrawnPreset {
  kind: PresetKind;
  strengths: ReadonlyMap<string, number>;
}

/** Mixed presets that are drawn, each of two concepts. */
const MIXED = 20;
/** Strengths lie between these, towards or away. */
const [LEAST, MOST] = [0.2, 0.8];

/** One of each concept alone, and mixed ones. */
export function drawPresets(concepts: readonly Pick<Concept, 'id' | 'kind'>[], seed: number): DrawnPreset[] {
  const random = createRandom(seed, 'presets');
  const single = concepts.map(({ id, kind }) => ({ kind, strengths: new Map([[id, strengthFrom(random)]]) }));
  const mixed = Array.from({ length: concepts.length > 1 ? MIXED : 0 }, () => {
    const pair = random.shuffle([...concepts]).slice(0, 2);
    return { kind: 'mixed' as const, strengths: new Map(pair.map(({ id }) => [id, strengthFrom(random)])) };
  });
  return [...single, ...mixed];
}

const strengthFrom = (random: Random): number =>
  (random.chance(0.5) ? 1 : -1) * (LEAST + (MOST - LEAST) * random.next());

/** A model with its concepts, stopped at its hook with the panel. */
export interface Steered {
  bench: SteeringBench;
  concepts: ReadonlyMap<string, Concept>;
  autoencoder: Weights;
  catalogue: Catalogue;
}

/** What a preset did to each person of the panel: ids of the first hundred, and items of each concept in the first ten. */
interface Lists {
  top: string[][];
  taken: Map<string, number[]>;
}

const TOP = 100;

/** Overlap of the steered lists of two models, as a share of that of the unsteered ones, from which a preset survives. */
const OVERLAP = 0.8;
/** How far the interval of the gain may go from the gain of before. */
const GAIN = 0.2;

export interface PresetFate {
  kind: PresetKind;
  concepts: boolean;
  overlap: boolean;
  gain: boolean;
}

/** @param survived ids of concepts that survive */
export async function fatesOfPresets(
  presets: readonly DrawnPreset[],
  before: Steered,
  now: Steered,
  survived: ReadonlySet<string>,
): Promise<PresetFate[]> {
  const ids = [...before.concepts.keys()];
  const unsteered = {
    before: await listsOf(before, new Map(), ids),
    now: await listsOf(now, new Map(), ids),
  };
  const agreement = overlapOf(unsteered.before.top, unsteered.now.top);
  const fates: PresetFate[] = [];
  for (const { kind, strengths } of presets) {
    const own = [...strengths.keys()];
    const concepts = own.every((id) => survived.has(id));
    const [old, steered] = [await listsOf(before, strengths, own), await listsOf(now, strengths, own)];
    fates.push({
      kind,
      concepts,
      overlap: overlapOf(old.top, steered.top) >= OVERLAP * agreement,
      gain: own.every((id) => {
        const [a, b, c, d] = [unsteered.before, old, unsteered.now, steered].map(
          ({ taken }) => taken.get(id) ?? [],
        );
        return keepsGain(a ?? [], b ?? [], c ?? [], d ?? []);
      }),
    });
  }
  return fates;
}

async function listsOf(
  { bench, concepts, autoencoder, catalogue }: Steered,
  strengths: ReadonlyMap<string, number>,
  counted: readonly string[],
): Promise<Lists> {
  const edit = editOf(strengths, concepts, autoencoder);
  const items = new Map(counted.map((id) => [id, itemsOf(concepts.get(id), catalogue)]));
  const lists: Lists = { top: [], taken: new Map(counted.map((id) => [id, []])) };
  await bench.score(edit && fixedChange(edit), (scores, { target, excluded }) => {
    const top = topK(scores, TOP, excluded);
    lists.top[target] = top.map((item) => at(catalogue.ids, item)); // the target numbers the people of a panel
    for (const [id, own] of items) {
      const taken = lists.taken.get(id) ?? [];
      taken[target] = top.slice(0, 10).filter((item) => own.has(item)).length;
    }
  });
  return lists;
}

function editOf(
  strengths: ReadonlyMap<string, number>,
  concepts: ReadonlyMap<string, Concept>,
  autoencoder: Weights,
): Float32Array | undefined {
  let edit: Float32Array | undefined;
  for (const [id, strength] of strengths) {
    const concept = concepts.get(id);
    if (concept === undefined) continue;
    const { up, down } = concept.calibration;
    const size = strength > 0 ? strength * up : strength * down;
    const move = directionOf(concept, autoencoder).map((x) => x * size);
    edit = edit === undefined ? move : edit.map((x, i) => x + at(move, i));
  }
  return edit;
}

function itemsOf(concept: Concept | undefined, catalogue: Catalogue): Set<number> {
  if (concept === undefined) return new Set();
  const index = catalogue.attributes.findIndex(({ id }) => id === concept.attribute);
  return new Set(index < 0 ? (concept.anchors ?? []) : itemsWith(catalogue, index));
}

/** Mean share of the one list's items that the other has. */
function overlapOf(a: readonly string[][], b: readonly string[][]): number {
  const shares = a.map((list, i) => {
    const other = new Set(b[i]);
    return list.filter((id) => other.has(id)).length / Math.max(1, list.length);
  });
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

const RESAMPLES = 300;

/** Whether the 95% interval of the gain now lies within 20% of the gain of before, people drawn with replacement. */
function keepsGain(
  baseBefore: readonly number[],
  before: readonly number[],
  baseNow: readonly number[],
  now: readonly number[],
): boolean {
  const people = Array.from(before.keys());
  const wanted = gainOf(baseBefore, before, people);
  const random = createRandom(1, 'gain of presets');
  const gains = Float64Array.from({ length: RESAMPLES }, () =>
    gainOf(
      baseNow,
      now,
      people.map(() => random.integer(people.length)),
    ),
  ).sort();
  const reach = GAIN * Math.abs(wanted);
  return quantile(gains, 0.025) >= wanted - reach && quantile(gains, 0.975) <= wanted + reach;
}

function gainOf(base: readonly number[], steered: readonly number[], people: readonly number[]): number {
  const places = 10 * people.length;
  const share = (taken: readonly number[]): number =>
    people.reduce((sum, person) => sum + at(taken, person), 0) / places;
  return logOdds(share(steered), places) - logOdds(share(base), places);
}
