// The method `gradient`: for one person, the edit of a concept's latents that comes nearest to a plain boost of its items.
import { cholesky, solve } from './cholesky.ts';
import type { Concept } from './concepts.ts';
import type { Membership } from './top-k.ts';

type Steerable = Pick<Concept, 'latents' | 'calibration'>;

/** Share of strength 1 by which each latent is moved to see what it does: above rounding, below where scores bend. */
const STEP = 0.25;

/** h_j = .25·up·|w_j|, the step of the central difference along latent j. */
const stepsOf = ({ latents, calibration }: Steerable): number[] =>
  latents.map(({ weight }) => STEP * Math.max(calibration.up, 1e-3) * Math.max(Math.abs(weight), 1e-6));

/** The edits to score for `boostDirection`: none, and then for each of the concept's latents +h_j alone and -h_j alone. */
export function boostProbes(concept: Steerable): Float64Array[] {
  const probe = (at: number, moved: number): Float64Array => {
    const edit = new Float64Array(concept.latents.length);
    edit[at] = moved;
    return edit;
  };
  const steps = stepsOf(concept);
  return [probe(0, 0), ...steps.flatMap((step, at) => [probe(at, step), probe(at, -step)])];
}

/**
 * What each latent does to the scores is D_j = (s(+h_j) - s(-h_j)) / 2h_j ∈ [items]. With p the softmax of the unsteered
 * scores over what the list may hold, and C the concept's items, the edit
 *
 *   δ = argmin_e Var_p(Σ_j e_j·D_j - 1_C) = F⁻¹c,  F_jk = Cov_p(D_j, D_k),  c_j = Cov_p(D_j, 1_C)
 *
 * changes scores most nearly as adding 1 to those of C does. It is the natural gradient (Amari 1998) of log Σ_{i∈C} p_i
 * times that sum: c is the plain gradient of the sum, and F is Fisher's information of p.
 *
 * @param scores s ∈ [items] under each of `boostProbes`, in their order
 */
export function boostDirection(
  concept: Steerable,
  scores: readonly ArrayLike<number>[],
  items: ReadonlySet<number>,
  excluded: Membership,
): Float64Array {
  const [base = [], ...moved] = scores;
  const p = chances(base, excluded);
  const effects = stepsOf(concept).map((step, j) =>
    centred(p, (i) => ((moved[2 * j]?.[i] ?? 0) - (moved[2 * j + 1]?.[i] ?? 0)) / (2 * step)),
  );
  const wanted = centred(p, (i) => (items.has(i) ? 1 : 0));
  const covariance = (a: Float64Array, b: Float64Array): number =>
    p.reduce((sum, chance, i) => sum + chance * (a[i] as number) * (b[i] as number), 0);
  const metric = effects.flatMap((one) => effects.map((other) => covariance(one, other)));
  return nearestBoost(
    metric,
    effects.map((one) => covariance(one, wanted)),
  );
}

/** Ridge as a share of F's mean diagonal: what hardly moves this person's list must not be moved far. */
const RIDGE = 0.05;

/** (F + λI)⁻¹c; zeros where no latent does anything. @param metric F ∈ [k, k] @param gains c ∈ [k] */
export function nearestBoost(metric: ArrayLike<number>, gains: ArrayLike<number>): Float64Array {
  const k = gains.length;
  const ridged = Float64Array.from(metric);
  let trace = 0;
  for (let j = 0; j < k; j++) trace += ridged[j * k + j] as number;
  if (!(trace > 0)) return new Float64Array(k);
  for (let j = 0; j < k; j++) ridged[j * k + j] = (ridged[j * k + j] as number) + (RIDGE * trace) / k;
  return solve(cholesky(ridged, k), Float64Array.from(gains), k);
}

/** Softmax over the items that are not excluded, 0 for the others. */
function chances(scores: ArrayLike<number>, excluded: Membership): Float64Array {
  let highest = -Infinity;
  for (let i = 0; i < scores.length; i++) highest = Math.max(highest, scores[i] as number);
  const p = Float64Array.from(scores, (score, i) => (excluded.has(i) ? 0 : Math.exp(score - highest)));
  const sum = p.reduce((all, power) => all + power, 0);
  return p.map((power) => power / sum);
}

/** Values less their mean under p. */
function centred(p: Float64Array, valueOf: (item: number) => number): Float64Array {
  const values = p.map((_, i) => valueOf(i));
  const mean = p.reduce((sum, chance, i) => sum + chance * (values[i] as number), 0);
  return values.map((value) => value - mean);
}
