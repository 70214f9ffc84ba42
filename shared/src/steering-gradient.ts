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
  /** The person's choice probabilities among `items`. ∈ [n] */
  chances: Float64Array;
  /** D_j less its mean under p, for each latent of the basis. ∈ [n] each */
  effects: readonly Float64Array[];
  /** F_jk = Cov_p(D_j, D_k) ∈ [k, k] */
  metric: Float64Array;
}

/** Items looked at: lists are made of the first of them, and the others have next to no probability. */
const LIKELIEST = 1000;
/** Latents moved in one run of the head, so that memory stays bounded by some scores of each item. */
const LATENTS_A_RUN = 8;

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
  const items = topK(base, LIKELIEST, excluded);
  const chances = chancesOf(items, base);
  const effects: Float64Array[] = [];
  for (let from = 0; from < basis.length; from += LATENTS_A_RUN) {
    const some = basis.slice(from, from + LATENTS_A_RUN);
    const moved = await score(some.flatMap(({ index, step }) => [probe(index, step), probe(index, -step)]));
    some.forEach(({ step }, j) => {
      const [up = [], down = []] = [moved[2 * j], moved[2 * j + 1]];
      effects.push(
        centred(chances, (i) => ((up[items[i] ?? 0] ?? 0) - (down[items[i] ?? 0] ?? 0)) / (2 * step)),
      );
    });
  }
  return { items, chances, effects, metric: covariances(chances, effects) };
}

/**
 * With C the concept's items and A the others', the edit
 *
 *   δ = argmin_e Var_p(Σ_j e_j·D_j - 1_C) + κ·Σ_A Cov_p(Σ_j e_j·D_j, 1_A)²
 *     = (F + κ·Σ_A c_A·c_Aᵀ)⁻¹·c_C,  c_C,j = Cov_p(D_j, 1_C)
 *
 * changes scores most nearly as adding 1 to those of C does, while the shares of the others stay. Without the second part it
 * is the natural gradient (Amari 1998) of log Σ_{i∈C} p_i times that sum: c_C is the plain gradient of the sum, and F is
 * Fisher's information of p.
 *
 * @param others the items of each other concept
 * @returns an edit of the basis' latents ∈ [k]
 */
export function boostDirection(
  basis: BasisEffects,
  items: Membership,
  others: readonly Membership[],
): Float64Array {
  const gains = (set: Membership): Float64Array => gainsOf(basis, set);
  return nearestBoost(basis.metric, gains(items), others.map(gains));
}

/** c_j = Cov_p(D_j, 1_C) ∈ [k] */
function gainsOf({ items, chances, effects }: BasisEffects, set: Membership): Float64Array {
  const inside = items.flatMap((item, i) => (set.has(item) ? [i] : []));
  return Float64Array.from(effects, (effect) =>
    inside.reduce((sum, i) => sum + (chances[i] as number) * (effect[i] as number), 0),
  );
}

/** Ridge as a share of the matrix' mean diagonal: what hardly moves this person's list must not be moved far. */
const RIDGE = 0.05;
/** κ: what a change of another concept's share costs, beside one of a score; chosen on validation users. */
const SPILLOVER_COST = 30;

/**
 * (F + κ·Σ_A c_A·c_Aᵀ + λI)⁻¹c; zeros where no latent does anything.
 *
 * @param metric F ∈ [k, k] @param gains c of the concept ∈ [k] @param others c_A of each other concept ∈ [k]
 */
export function nearestBoost(
  metric: ArrayLike<number>,
  gains: ArrayLike<number>,
  others: readonly ArrayLike<number>[] = [],
): Float64Array {
  const k = gains.length;
  const matrix = Float64Array.from(metric);
  for (const other of others) addOuterProduct(matrix, other, SPILLOVER_COST);
  let trace = 0;
  for (let j = 0; j < k; j++) trace += matrix[j * k + j] as number;
  if (!(trace > 0)) return new Float64Array(k);
  for (let j = 0; j < k; j++) matrix[j * k + j] = (matrix[j * k + j] as number) + (RIDGE * trace) / k;
  return solve(cholesky(matrix, k), Float64Array.from(gains), k);
}

/** matrix += times·v·vᵀ */
function addOuterProduct(matrix: Float64Array, v: ArrayLike<number>, times: number): void {
  const k = v.length;
  for (let a = 0; a < k; a++) {
    const scaled = times * (v[a] as number);
    for (let b = 0; b < k; b++) matrix[a * k + b] = (matrix[a * k + b] as number) + scaled * (v[b] as number);
  }
}

/** Softmax of the items' scores. */
function chancesOf(items: readonly number[], scores: ArrayLike<number>): Float64Array {
  const highest = scores[items[0] ?? 0] ?? 0;
  const powers = Float64Array.from(items, (item) => Math.exp((scores[item] as number) - highest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** Values less their mean under p. */
function centred(p: Float64Array, valueOf: (place: number) => number): Float64Array {
  const values = p.map((_, i) => valueOf(i));
  const mean = p.reduce((sum, chance, i) => sum + chance * (values[i] as number), 0);
  return values.map((value) => value - mean);
}

/** Σ_i p_i·a_i·b_i for each pair of centred values. ∈ [k, k] */
function covariances(p: Float64Array, effects: readonly Float64Array[]): Float64Array {
  const k = effects.length;
  const matrix = new Float64Array(k * k);
  effects.forEach((one, a) => {
    const weighted = one.map((value, i) => value * (p[i] as number));
    for (let b = 0; b <= a; b++) {
      const other = effects[b] as Float64Array;
      let sum = 0;
      for (let i = 0; i < weighted.length; i++) sum += (weighted[i] as number) * (other[i] as number);
      matrix[a * k + b] = matrix[b * k + a] = sum;
    }
  });
  return matrix;
}
