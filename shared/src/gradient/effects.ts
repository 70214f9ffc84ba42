// What each coordinate of an edit does to one person's scores: of latents by trying them, of the last hidden state by
// reading the item table.
import type { Basis, Concept } from '../concepts.ts';
import type { Steered } from '../steering-moves.ts';
import { topK, type Membership } from '../top-k.ts';
import type { ItemTable } from './item-table.ts';
import { rowsOf } from './item-table.ts';
import { addOuterProducts, weightedSum } from './moments.ts';

/** D_ij is what coordinate j of an edit does to the score of item i, for the n items that are likeliest for this person. */
export interface Effects {
  items: readonly number[];
  /** The person's choice probabilities p among `items`. ∈ [n] */
  chances: Float64Array;
  /** D less its mean under p. ∈ [n, k] */
  rows: Float64Array;
  /** The mean that was taken from D. ∈ [k] */
  mean: Float64Array;
  /** F_jk = Cov_p(D_j, D_k), its lower half. ∈ [k, k] */
  metric: Float64Array;
}

/** Items looked at: lists are made of the first of them, and the others have next to no probability. */
const LIKELIEST = 300;
/** Latents moved in one run of the head, so that memory stays bounded by some scores of each item. */
const LATENTS_A_RUN = 8;
/** Share of strength 1 by which a concept's own latents are moved: above rounding, below where scores bend. */
const STEP = 0.25;

/** A concept's own latents, each with .25·up·|w_j| for its step: what serves where a model has no basis. */
export const ownBasis = ({ latents, calibration }: Pick<Concept, 'latents' | 'calibration'>): Basis =>
  latents.map(({ index, weight }) => ({
    index,
    step: STEP * Math.max(calibration.up, 1e-3) * Math.max(Math.abs(weight), 1e-6),
  }));

/** @param scores unsteered ∈ [items] */
export const likeliestItems = (scores: ArrayLike<number>, excluded: Membership): number[] =>
  topK(scores, LIKELIEST, excluded);

/**
 * Effects of moving the last hidden state: scores are linear in it, so that D is made of rows of the item table.
 *
 * @param items those that are looked at @param scores unsteered ∈ [items of the catalogue]
 */
export const stateEffects = (
  table: ItemTable,
  items: readonly number[],
  scores: ArrayLike<number>,
): Effects => effectsOf(items, scores, rowsOf(table, items));

/**
 * Effects of moving a basis of latents: D_j = (s(+h_j) - s(-h_j)) / 2h_j by central differences over the head.
 *
 * @param width of an edit @param items those that are looked at @param scores unsteered ∈ [items of the catalogue]
 */
export async function basisEffects(
  basis: Basis,
  width: number,
  items: readonly number[],
  scores: ArrayLike<number>,
  { score }: Pick<Steered, 'score'>,
): Promise<Effects> {
  const probe = (index: number, moved: number): Float32Array => {
    const edit = new Float32Array(width);
    edit[index] = moved;
    return edit;
  };
  const k = basis.length;
  const rows = new Float64Array(items.length * k);
  for (let from = 0; from < k; from += LATENTS_A_RUN) {
    const some = basis.slice(from, from + LATENTS_A_RUN);
    const moved = await score(some.flatMap(({ index, step }) => [probe(index, step), probe(index, -step)]));
    some.forEach(({ step }, j) => {
      const [up, down] = [moved[2 * j], moved[2 * j + 1]];
      if (up === undefined || down === undefined)
        throw new RangeError('a run of the head gave too few scores');
      items.forEach((item, i) => {
        rows[i * k + from + j] = ((up[item] as number) - (down[item] as number)) / (2 * step);
      });
    });
  }
  return effectsOf(items, scores, rows);
}

/** @param scores unsteered ∈ [items of the catalogue] @param rows D ∈ [n, k]; they are centred in place */
function effectsOf(items: readonly number[], scores: ArrayLike<number>, rows: Float64Array): Effects {
  const k = items.length === 0 ? 0 : rows.length / items.length;
  const chances = chancesOf(items, scores);
  const mean = weightedSum(rows, [...items.keys()], chances, k);
  centre(rows, mean);
  const metric = new Float64Array(k * k);
  addOuterProducts(metric, rows, chances, k);
  return { items, chances, rows, mean, metric };
}

/** Softmax of the items' scores. @param items the best first */
export function chancesOf(items: readonly number[], scores: ArrayLike<number>): Float64Array {
  const [first] = items;
  if (first === undefined) return new Float64Array();
  const highest = scores[first] as number;
  const powers = Float64Array.from(items, (item) => Math.exp((scores[item] as number) - highest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** Takes the mean from each row, in place. */
export function centre(rows: Float64Array, mean: Float64Array): Float64Array {
  const k = mean.length;
  for (let from = 0; from < rows.length; from += k)
    for (let j = 0; j < k; j++) rows[from + j] = (rows[from + j] as number) - (mean[j] as number);
  return rows;
}
