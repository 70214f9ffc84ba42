// Carried concepts as candidates of a new version: with readings of its own latents, and where they come from.
import { at } from '@trimtab/shared/look-up.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Lineage } from '@trimtab/shared/lineage.ts';
import { heldOutScore } from '../concepts/attribute-concepts.ts';
import type { CarriedCandidates } from '../concepts/build.ts';
import type { Candidate } from '../concepts/candidate.ts';
import { rowsOf, type Evidence } from '../concepts/evidence.ts';
import { solveOver, type Aim } from '../concepts/pursuit.ts';
import { readingAims } from '../concepts/reading.ts';
import type { Carried } from './carry.ts';
import { LOST } from './survival.ts';

export interface FromBefore {
  carried: readonly Carried[];
  /** Where each concept of before was born, by id. */
  since: ReadonlyMap<string, string>;
  /** The version before. */
  from: string;
}

/**
 * An attribute whose old effect cannot be had any more keeps its id and its label: it is then what the labels alone give. An
 * emergent concept of which less is left is lost.
 *
 * @param labelled what the labels alone give
 */
export function carriedCandidates(
  evidence: Evidence,
  labelled: readonly Candidate[],
  { carried, since, from }: FromBefore,
): CarriedCandidates {
  const held = readingAims(evidence, rowsOf(evidence, 'selection', 'A'));
  const lineageOf = (id: string, fate: Lineage['fate']): Lineage => ({
    since: since.get(id) ?? from,
    from,
    fate,
  });
  const living = new Map(carried.filter(({ score }) => score >= LOST).map((one) => [one.concept.id, one]));
  const known = new Set(since.keys());
  const again = (one: Carried): Candidate => {
    const { concept, how, items } = one;
    const named = { ...nameOf(one), lineage: lineageOf(concept.id, how), exposedItems: items };
    const attribute = evidence.catalogue.attributes.findIndex(({ id }) => id === concept.attribute);
    if (attribute < 0) return { ...named, latents: one.latents };
    const latents = how === 'kept' ? one.latents : withReadings(one.latents, held(attribute));
    return { ...named, latents, labelScore: heldOutScore(evidence, latents, attribute) };
  };
  const fromLabels = labelled.map((candidate) => {
    const own = living.get(candidate.id);
    if (own !== undefined) return again(own);
    return known.has(candidate.id)
      ? { ...candidate, lineage: lineageOf(candidate.id, 'weakened') }
      : candidate;
  });
  const labelledIds = new Set(labelled.map(({ id }) => id));
  const others = [...living.values()].filter(({ concept }) => !labelledIds.has(concept.id)).map(again);
  const emergent = others.filter(({ kind }) => kind === 'emergent');
  return {
    attributes: [...fromLabels, ...others.filter(({ kind }) => kind === 'attribute')],
    emergent,
    used: new Set(emergent.flatMap(({ latents }) => mainLatents(latents))),
  };
}

const nameOf = ({ concept: { id, label, kind, attribute, labelScore } }: Carried) => ({
  id,
  label,
  kind,
  attribute,
  labelScore,
});

/** What the activations of these latents say of the attribute, as for latents that were chosen by it. */
function withReadings(latents: readonly WeightedLatent[], reading: Aim): WeightedLatent[] {
  const reads = solveOver(
    reading,
    latents.map(({ index }) => index),
  );
  return latents.map((latent, i) => ({ ...latent, reading: at(reads, i) }));
}

/** Those of at least half the largest weight. */
function mainLatents(latents: readonly WeightedLatent[]): number[] {
  const most = Math.max(...latents.map(({ weight }) => Math.abs(weight)));
  return latents.filter(({ weight }) => Math.abs(weight) >= most / 2).map(({ index }) => index);
}
