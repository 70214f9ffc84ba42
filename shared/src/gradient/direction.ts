// For one person, the edit that comes nearest to a plain boost of a concept's items, and moves the shares of the other
// concepts least.
import { addToDiagonal, cholesky, ridgeOf, solve } from '../cholesky.ts';
import type { Effects } from './effects.ts';
import { addOuterProducts, massOf, weightedSum } from './moments.ts';
import type { OwnItems } from './own-items.ts';

/** Ridge as a share of the matrix' mean diagonal: what hardly moves this person's list must not be moved far. */
const RIDGE = 0.01;
/** μ: how much of the weight lies on the concept's own items, however rare; chosen on validation users. */
const OWN_WEIGHT = 0.3;
/** κ: what a change of another concept's share costs, beside one of a score; chosen on validation users. */
const SPILLOVER_COST = 6;
/** The same two of `heldDirection`, whose vector is not fitted to this person; chosen on validation users. */
const [HELD_RIDGE, HELD_COST] = [0.1, 60];
/** η: the boost of the labelled items, by the choice that follows, against which `heldDirection` holds the others' shares. */
const CHOICE = 1;
/** β: the boost at which shares of others are held. */
const BOOSTED = 0.7;

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
 * @param others where the items of each other concept stand (`placesOf`)
 * @returns ∈ [k]; zeros for a concept of which nothing may be listed
 */
export function boostDirection(
  effects: Effects,
  own: OwnItems,
  others: readonly (readonly number[])[],
): Float64Array {
  const k = effects.mean.length;
  if (own.chances.length === 0) return new Float64Array(k);
  const { share, mean, matrix } = momentsOf(effects, own);
  const { byCoordinates } = spillOver(effects, own.places, share, others);
  addOuterProducts(matrix, byCoordinates, new Float64Array(others.length).fill(SPILLOVER_COST), k);
  const weight = OWN_WEIGHT + (1 - OWN_WEIGHT) * share;
  return ridgedSolution(
    matrix,
    mean.map((value) => (1 - OWN_WEIGHT) * weight * value),
  );
}

/**
 * The same towards what a vector v would do, in place of a boost of labelled items: it lifts whatever looks as if it had the
 * concept, labels or none. A choice follows it that brings up η·1_C by labels, and the shares of the others stay under both:
 *
 *   argmin_e Var_q(Σ_j (e_j - v_j)·D_j) + κ·Σ_A Cov_b(Σ_j e_j·D_j + η·1_C, 1_A)² + λ·|e - v|²
 *     = (Cov_q(D) + κ·Σ_A c_A·c_Aᵀ + λI)⁻¹·((Cov_q(D) + λI)·v - κ·η·Σ_A Cov_b(1_C, 1_A)·c_A)
 *
 * @param towards v ∈ [k]
 */
export function heldDirection(
  effects: Effects,
  own: OwnItems,
  others: readonly (readonly number[])[],
  towards: ArrayLike<number>,
): Float64Array {
  const { share, matrix } = momentsOf(effects, own);
  const k = effects.mean.length;
  const ridge = ridgeOf(matrix, k, HELD_RIDGE);
  const aimed = timesSymmetric(matrix, towards).map((value, j) => value + ridge * (towards[j] as number));
  const spilled = spillOver(effects, own.places, share, others);
  addOuterProducts(matrix, spilled.byCoordinates, new Float64Array(others.length).fill(HELD_COST), k);
  const byChoice = weightedSum(spilled.byCoordinates, [...others.keys()], spilled.byLabels, k);
  return solutionWith(
    matrix,
    aimed.map((value, j) => value - HELD_COST * CHOICE * (byChoice[j] as number)),
    ridge,
  );
}

/** Cov_q(D), its lower half; the mean of D under p_C; and Σ_{i∈C} p_i. */
function momentsOf(
  effects: Effects,
  own: OwnItems,
): { share: number; mean: Float64Array; matrix: Float64Array } {
  const k = effects.mean.length;
  const share = massOf(effects.chances, own.places);
  const mean = weightedSum(own.rows, [...own.chances.keys()], own.chances, k);
  const matrix = effects.metric.map((value) => (1 - OWN_WEIGHT) * value);
  addOuterProducts(
    matrix,
    own.rows,
    own.chances.map((chance) => OWN_WEIGHT * chance),
    k,
  );
  addOuterProducts(matrix, mean, [-(OWN_WEIGHT ** 2)], k);
  return { share, mean, matrix };
}

/** By how much the share of each other concept rises, where a boost by β has led. */
interface SpillOver {
  /** c_A: with each coordinate. ∈ [others, k] */
  byCoordinates: Float64Array;
  /** Cov_b(1_C, 1_A): with a boost of the concept's labelled items. ∈ [others] */
  byLabels: Float64Array;
}

/** @param own where the concept's items stand @param share their probability under p */
function spillOver(
  { rows, chances: before, mean }: Effects,
  own: readonly number[],
  share: number,
  others: readonly (readonly number[])[],
): SpillOver {
  const k = mean.length;
  const lift = Math.exp(BOOSTED);
  const all = 1 + (lift - 1) * share;
  const chances = before.map((chance) => chance / all);
  for (const place of own) chances[place] = lift * (chances[place] as number);
  // D's mean under p is 0, and so under b this:
  const lifted = weightedSum(rows, own, before, k).map((value) => ((lift - 1) * value) / all);
  const isOwn = new Uint8Array(chances.length);
  for (const place of own) isOwn[place] = 1;
  const ownMass = massOf(chances, own);
  const byCoordinates = new Float64Array(others.length * k);
  const byLabels = new Float64Array(others.length);
  others.forEach((places, at) => {
    const mass = massOf(chances, places);
    const gain = weightedSum(rows, places, chances, k);
    for (let j = 0; j < k; j++)
      byCoordinates[at * k + j] = (gain[j] as number) - mass * (lifted[j] as number);
    const shared = places.filter((place) => isOwn[place] === 1);
    byLabels[at] = massOf(chances, shared) - mass * ownMass;
  });
  return { byCoordinates, byLabels };
}

/** (M + λI)⁻¹c; zeros where no coordinate does anything. @param matrix M's lower half ∈ [k, k], which is changed @param c ∈ [k] */
const ridgedSolution = (matrix: Float64Array, c: Float64Array): Float64Array =>
  solutionWith(matrix, c, ridgeOf(matrix, c.length, RIDGE));

function solutionWith(matrix: Float64Array, c: Float64Array, ridge: number): Float64Array {
  const k = c.length;
  if (!(ridge > 0)) return new Float64Array(k);
  addToDiagonal(matrix, k, ridge);
  return solve(cholesky(matrix, k), c, k);
}

/** M·v for a symmetric M of which the lower half is given. ∈ [k] */
function timesSymmetric(matrix: Float64Array, v: ArrayLike<number>): Float64Array {
  const k = v.length;
  const product = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      const value = matrix[a * k + b] as number;
      product[a] = (product[a] as number) + value * (v[b] as number);
      if (b < a) product[b] = (product[b] as number) + value * (v[a] as number);
    }
  }
  return product;
}
