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
    centred(p, slope(moved[2 * j] ?? [], moved[2 * j + 1] ?? [], step)),
  );
  const wanted = centred(p, indicator(items, p.length));
  const weighted = effects.map((effect) => product(p, effect));
  const k = effects.length;
  const metric = new Float64Array(k * k);
  weighted.forEach((one, j) => {
    for (let other = 0; other <= j; other++) {
      const covariance = dot(one, effects[other] as Float64Array);
      metric[j * k + other] = covariance;
      metric[other * k + j] = covariance;
    }
  });
  return nearestBoost(
    metric,
    weighted.map((one) => dot(one, wanted)),
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
  const p = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (!excluded.has(i)) sum += p[i] = Math.exp((scores[i] as number) - highest);
  }
  for (let i = 0; i < p.length; i++) p[i] = (p[i] as number) / sum;
  return p;
}

/** D = (s(+h) - s(-h)) / 2h ∈ [items], for the step h. */
function slope(above: ArrayLike<number>, below: ArrayLike<number>, step: number): Float64Array {
  const values = new Float64Array(above.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = ((above[i] as number) - (below[i] as number)) / (2 * step);
  }
  return values;
}

/** 1_C ∈ [count]: 1 for the items, 0 for the others. */
function indicator(items: ReadonlySet<number>, count: number): Float64Array {
  const values = new Float64Array(count);
  for (const item of items) values[item] = 1;
  return values;
}

/** Takes their mean under p from the values, in place. */
function centred(p: Float64Array, values: Float64Array): Float64Array {
  const mean = dot(p, values);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - mean;
  return values;
}

/** a_i·b_i */
function product(a: Float64Array, b: Float64Array): Float64Array {
  const values = new Float64Array(a.length);
  for (let i = 0; i < values.length; i++) values[i] = (a[i] as number) * (b[i] as number);
  return values;
}

/** Σ_i a_i·b_i. A loop, since a callback for each of the items takes several times as long. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
