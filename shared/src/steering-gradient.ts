// The method `gradient`: for one person, the edit of latents that comes nearest to a plain boost of a concept's items, and
// moves the shares of the other concepts least.
import { cholesky, solve } from './cholesky.ts';
import type { Basis, Concept } from './concepts.ts';
import type { Steered } from './steering-moves.ts';
import { topK, type Membership } from './top-k.ts';

/** Share of strength 1 by which a concept's own latents are moved: above rounding, below where scores bend. */
const STEP = 0.25;

/** A concept's own latents, each with .25·up·|w_j| for its step: what serves where a model has no basis. */
export const ownBasis = ({ latents, calibration }: Pick<Concept, 'latents' | 'calibration'>): Basis =>
  latents.map(({ index, weight }) => ({
    index,
    step: STEP * Math.max(calibration.up, 1e-3) * Math.max(Math.abs(weight), 1e-6),
  }));

/** What the k latents of a basis do to one person's scores, at the n items that are likeliest for this person. */
export interface BasisEffects {
  items: readonly number[];
  /** The person's choice probabilities p among `items`. ∈ [n] */
  chances: Float64Array;
  /** D_j less its mean under p, for each latent of the basis. ∈ [n] each */
  effects: readonly Float32Array[];
  /** F_jk = Cov_p(D_j, D_k), its lower half. ∈ [k, k] */
  metric: Float64Array;
}

/** Items looked at: lists are made of the first of them, and the others have next to no probability. */
const LIKELIEST = 300;
/** Latents moved in one run of the head, so that memory stays bounded by some scores of each item. */
const LATENTS_A_RUN = 8;

/** The items that a person's effects are looked at for. @param scores unsteered ∈ [items] */
export const likeliestItems = (scores: ArrayLike<number>, excluded: Membership): number[] =>
  topK(scores, LIKELIEST, excluded);

/**
 * D_j = (s(+h_j) - s(-h_j)) / 2h_j by central differences over the head, with p the softmax of the unsteered scores over
 * what the list may hold.
 *
 * @param latents how many the autoencoder has
 */
export async function basisEffects(
  basis: Basis,
  latents: number,
  { score, excluded }: Pick<Steered, 'score' | 'excluded'>,
): Promise<BasisEffects> {
  const probe = (index: number, moved: number): Float32Array => {
    const edit = new Float32Array(latents);
    edit[index] = moved;
    return edit;
  };
  const [base = []] = await score([new Float32Array(latents)]);
  const items = likeliestItems(base, excluded);
  const slopes: Float32Array[] = [];
  for (let from = 0; from < basis.length; from += LATENTS_A_RUN) {
    const some = basis.slice(from, from + LATENTS_A_RUN);
    const moved = await score(some.flatMap(({ index, step }) => [probe(index, step), probe(index, -step)]));
    some.forEach(({ step }, j) => {
      const [up = [], down = []] = [moved[2 * j], moved[2 * j + 1]];
      slopes.push(Float32Array.from(items, (i) => ((up[i] ?? 0) - (down[i] ?? 0)) / (2 * step)));
    });
  }
  return effectsOf(items, base, slopes);
}

/** @param scores unsteered ∈ [items of the catalogue] @param slopes D_j ∈ [n] each; they are centred in place */
export function effectsOf(
  items: readonly number[],
  scores: ArrayLike<number>,
  slopes: readonly Float32Array[],
): BasisEffects {
  const chances = chancesOf(items, scores);
  for (const slope of slopes) {
    const mean = chances.reduce((sum, chance, i) => sum + chance * (slope[i] as number), 0);
    slope.forEach((value, i) => (slope[i] = value - mean));
  }
  const k = slopes.length;
  const metric = new Float64Array(k * k);
  chances.forEach((chance, i) => addOuterProduct(metric, atPlace(slopes, i), chance));
  return { items, chances, effects: slopes, metric };
}

/** Where the set's items stand among the likeliest. */
export const placesOf = ({ items }: Pick<BasisEffects, 'items'>, set: Membership): number[] =>
  items.flatMap((item, i) => (set.has(item) ? [i] : []));

/**
 * With C the concept's items, A those of each other concept, and q = (1 - μ)·p + μ·p_C, a part of the weight on what this
 * person would choose among C, the edit
 *
 *   δ = argmin_e Var_q(Σ_j e_j·D_j - 1_C) + κ·Σ_A Cov_b(Σ_j e_j·D_j, 1_A)²
 *     = (Cov_q(D) + κ·Σ_A c_A·c_Aᵀ)⁻¹·Cov_q(D, 1_C),  c_A = Cov_b(D, 1_A)
 *
 * changes scores most nearly as adding 1 to those of C does, while the shares of the others stay. Without the second part
 * and with p for q it is the natural gradient (Amari 1998) of log Σ_{i∈C} p_i times that sum. p alone hardly looks at a rare
 * concept's items, which are the ones to be lifted. The shares of the others are held where steering leads to: b ∝ p·e^β on
 * C, and p elsewhere. With D centred under p, m its mean and S its second moment under p_C:
 *
 *   Cov_q(D) = (1 - μ)·F + μ·S - μ²·m·mᵀ,  Cov_q(D, 1_C) = (1 - μ)·q(C)·m,  q(C) = μ + (1 - μ)·Σ_{i∈C} p_i
 *
 * @param own where the concept's items stand (`placesOf`) @param others the same of each other concept
 * @returns an edit of the basis' latents ∈ [k]; zeros for a concept that has none of the likeliest items
 */
export function boostDirection(
  basis: BasisEffects,
  own: readonly number[],
  others: readonly (readonly number[])[],
): Float64Array {
  const { chances, effects, metric } = basis;
  const share = own.reduce((sum, i) => sum + (chances[i] as number), 0);
  if (!(share > 0)) return new Float64Array(effects.length);
  const mean = gainsAt(basis, own, chances).map((gain) => gain / share);
  const matrix = metric.map((value) => (1 - OWN_WEIGHT) * value);
  for (const i of own) {
    const chance = (chances[i] as number) / share;
    addOuterProduct(matrix, atPlace(effects, i), OWN_WEIGHT * chance);
  }
  addOuterProduct(matrix, mean, -(OWN_WEIGHT ** 2));
  for (const spilled of spillOver(basis, { own, share, mean }, others)) {
    addOuterProduct(matrix, spilled, SPILLOVER_COST);
  }
  const weight = OWN_WEIGHT + (1 - OWN_WEIGHT) * share;
  return ridgedSolution(
    matrix,
    mean.map((value) => (1 - OWN_WEIGHT) * weight * value),
  );
}

/**
 * c_A of each other concept: by how much its share rises with each latent, where a boost by β has led. ∈ [k] each
 *
 * @param concept where its items stand, their share, and D's mean m under p_C
 */
function spillOver(
  basis: BasisEffects,
  concept: { own: readonly number[]; share: number; mean: Float64Array },
  others: readonly (readonly number[])[],
): Float64Array[] {
  const { own, share, mean } = concept;
  const lift = Math.exp(BOOSTED);
  const all = 1 + (lift - 1) * share;
  const chances = basis.chances.map((chance) => chance / all);
  for (const i of own) chances[i] = lift * (chances[i] as number);
  const added = ((lift - 1) * share) / all; // D's mean under p is 0, and so under b this times m
  return others.map((places) => {
    const mass = places.reduce((sum, i) => sum + (chances[i] as number), 0);
    return gainsAt(basis, places, chances).map((gain, j) => gain - mass * added * (mean[j] as number));
  });
}

/** Σ_i w_i·D_ji over the places. ∈ [k] */
const gainsAt = (
  { effects }: BasisEffects,
  places: readonly number[],
  weights: ArrayLike<number>,
): Float64Array =>
  Float64Array.from(effects, (effect) => {
    let sum = 0;
    for (const i of places) sum += (weights[i] as number) * (effect[i] as number);
    return sum;
  });

/** Ridge as a share of the matrix' mean diagonal: what hardly moves this person's list must not be moved far. */
const RIDGE = 0.01;
/** μ: how much of the weight lies on the concept's own items, however rare; chosen on validation users. */
const OWN_WEIGHT = 0.3;
/** κ: what a change of another concept's share costs, beside one of a score; chosen on validation users. */
const SPILLOVER_COST = 6;
/** β: the boost at which shares of others are held. */
const BOOSTED = 0.7;

/** (M + λI)⁻¹c; zeros where no latent does anything. @param matrix M's lower half ∈ [k, k], which is changed @param c ∈ [k] */
function ridgedSolution(matrix: Float64Array, c: Float64Array): Float64Array {
  const k = c.length;
  let trace = 0;
  for (let j = 0; j < k; j++) trace += matrix[j * k + j] as number;
  if (!(trace > 0)) return new Float64Array(k);
  for (let j = 0; j < k; j++) matrix[j * k + j] = (matrix[j * k + j] as number) + (RIDGE * trace) / k;
  return solve(cholesky(matrix, k), c, k);
}

/** What each latent does at one of the places. ∈ [k] */
function atPlace(effects: readonly Float32Array[], place: number): Float64Array {
  const found = new Float64Array(effects.length);
  for (let j = 0; j < found.length; j++) found[j] = (effects[j] as Float32Array)[place] as number;
  return found;
}

/** matrix += times·v·vᵀ ∈ [k, k], of which the lower half alone is kept. */
function addOuterProduct(matrix: Float64Array, v: ArrayLike<number>, times: number): void {
  const k = v.length;
  for (let a = 0; a < k; a++) {
    const scaled = times * (v[a] as number);
    for (let b = 0; b <= a; b++)
      matrix[a * k + b] = (matrix[a * k + b] as number) + scaled * (v[b] as number);
  }
}

/** Softmax of the items' scores. */
function chancesOf(items: readonly number[], scores: ArrayLike<number>): Float64Array {
  const highest = scores[items[0] ?? 0] ?? 0;
  const powers = Float64Array.from(items, (item) => Math.exp((scores[item] as number) - highest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
