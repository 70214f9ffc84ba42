// Ways to find a concept of before in another model, each by its score: what was done, how far one could get at best, and
// baselines.
import { at } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { linearSumAssignment } from 'linear-sum-assignment';
import { decoderOf, directionOf } from '../concepts/direction.ts';
import type { Weights } from '../files/weights.ts';
import type { Halves, Panel } from '../lineage/lift.ts';
import { LIFT_STRENGTH } from '../lineage/lift.ts';
import { densest, type Fitting } from '../lineage/rebuild.ts';
import { survivalScore } from '../lineage/survival.ts';
import { cosine } from '../math/cosine.ts';

export const BASELINES = ['index', 'cosine', 'frozen', 'label'] as const;
export type Baseline = (typeof BASELINES)[number];

export interface Before {
  concept: Concept;
  /** Its lift in the version before, by the items of now. */
  lift: Halves;
  /** Items that are compared. */
  items: Int32Array;
}

export interface WaysOptions {
  panel: Panel;
  /** The autoencoder of before and of now. */
  before: Weights;
  now: Weights;
  /** Fits a lift on half of panel and items with all directions of the state. */
  fitDense: (lift: Float32Array) => Fitting;
  /** What the labels alone give, by id. */
  labelled: ReadonlyMap<string, Pick<Concept, 'latents' | 'calibration'>>;
}

const scaled = (direction: Float32Array, by: number): Float32Array => direction.map((x) => x * by);

/** Scores of each way; one that there is not, of other widths or without labels, is absent. */
export async function scoresOfWays(
  { concept, lift, items }: Before,
  matched: Int32Array | null,
  { panel, before, now, fitDense, labelled }: WaysOptions,
): Promise<Partial<Record<Baseline | 'ceiling', number>>> {
  const size = LIFT_STRENGTH * concept.calibration.up;
  const scoreOf = async (edit: Float32Array): Promise<number> =>
    survivalScore(lift, await panel.lift(edit), items);
  const known = lift[0].map((value) => (Number.isNaN(value) ? 0 : value));
  const isSameSize = before['decoder.weight']?.shape.join() === now['decoder.weight']?.shape.join();
  const label = labelled.get(concept.id);
  const relabelled = concept.latents.map((latent) => ({
    ...latent,
    index: matched === null ? latent.index : at(matched, latent.index),
  }));
  return {
    ceiling: await scoreOf(densest(fitDense(lift[0]), known)),
    ...(isSameSize && {
      index: await scoreOf(scaled(directionOf(concept, now), size)),
      frozen: await scoreOf(scaled(directionOf(concept, before), size)),
    }),
    ...(matched && { cosine: await scoreOf(scaled(directionOf({ latents: relabelled }, now), size)) }),
    ...(label && {
      label: await scoreOf(scaled(directionOf(label, now), LIFT_STRENGTH * label.calibration.up)),
    }),
  };
}

const rowsOf = ({ data, hiddenSize: d }: ReturnType<typeof decoderOf>): Float32Array[] =>
  Array.from({ length: data.length / d }, (_, j) => data.subarray(j * d, (j + 1) * d));

/**
 * Latents paired so that the cosines of their decoder rows sum to the most (Jonker and Volgenant 1987); null between
 * states of different width.
 *
 * @returns by latent of before its partner now, and the mean cosine of pairs, which is PW-MCC
 */
export function matchLatents(before: Weights, now: Weights): { partner: Int32Array; mean: number } | null {
  const [a, b] = [decoderOf(before), decoderOf(now)];
  if (a.hiddenSize !== b.hiddenSize || a.data.length !== b.data.length) return null;
  const [own, others] = [rowsOf(a), rowsOf(b)];
  const cosines = own.map((row) => Float64Array.from(others, (other) => cosine(row, other)));
  const { rowAssignments } = linearSumAssignment(cosines, { maximaze: true });
  const partner = Int32Array.from(rowAssignments);
  const sum = partner.reduce((total, j, i) => total + at(at(cosines, i), j), 0);
  return { partner, mean: sum / partner.length };
}
