// What latents that fire say of an attribute: a least-squares reading of its labels from the activations of few latents.
import { at } from '@trimtab/shared/look-up.ts';
import { mean } from '../math/mean.ts';
import type { Evidence } from './evidence.ts';
import type { Aim } from './pursuit.ts';

/** Ridge as a share of the latents' mean variance, which keeps one of few items from being read too much into. */
const RIDGE = 0.03;

/** Positions of the codes, each with its weight; the weights add up to 1. */
interface Weighed {
  rows: Int32Array;
  weights: Float64Array; // [positions of the codes]
}

/**
 * Ridge regression of an attribute's labels on activations, in which every item counts alike however often it is seen:
 * labels belong to items, and a reading has to hold for items that it was not made on. g_j = Cov(z_j, y),
 * M_jk = Cov(z_j, z_k), so that weights say how much likelier an item is to have the attribute for each unit of z.
 */
export function readingAims(evidence: Evidence, rows: Int32Array): (attribute: number) => Aim {
  const weighed = { rows, weights: alikeForItems(evidence, rows) };
  const means = momentsOf(evidence, weighed, (value) => value);
  const between = codeCovariance(evidence, weighed, means);
  return (attribute) => ({ gains: labelCovariance(evidence, weighed, means, attribute), between });
}

function alikeForItems({ items, catalogue }: Evidence, rows: Int32Array): Float64Array {
  const seen = new Int32Array(catalogue.ids.length);
  for (const row of rows) seen[items[row] as number] = (seen[items[row] as number] as number) + 1;
  const distinct = seen.reduce((count, times) => count + (times > 0 ? 1 : 0), 0);
  const weights = new Float64Array(items.length);
  for (const row of rows) weights[row] = 1 / (distinct * (seen[items[row] as number] as number));
  return weights;
}

/** E of something of each latent's activation, 0 where the latent does not fire. ∈ [latents] */
function momentsOf(
  evidence: Evidence,
  { rows, weights }: Weighed,
  of: (value: number) => number,
): Float64Array {
  const moments = new Float64Array(evidence.latents);
  for (const row of rows) {
    for (const { latent, value } of firing(evidence, row))
      moments[latent] = (moments[latent] as number) + (weights[row] as number) * of(value);
  }
  return moments;
}

function* firing(
  { codes: { k, latent, value } }: Evidence,
  row: number,
): Generator<{ latent: number; value: number }> {
  for (let place = row * k; place < (row + 1) * k; place++) {
    const fires = latent[place] as number;
    if (fires < 0) return;
    yield { latent: fires, value: value[place] as number };
  }
}

/** Cov(z_a, z_b) with the ridge on its diagonal; off it worked out for all a when b is first asked for. */
function codeCovariance(evidence: Evidence, weighed: Weighed, means: Float64Array): Aim['between'] {
  const squares = momentsOf(evidence, weighed, (value) => value * value);
  const variances = squares.map((square, i) => square - (means[i] as number) ** 2);
  const ridge = RIDGE * mean(variances);
  const rowsOfLatent = rowsByLatent(evidence, weighed.rows);
  const columns = new Map<number, Float64Array>();
  const columnOf = (latent: number): Float64Array => {
    const column =
      columns.get(latent) ?? covariancesWith(evidence, weighed, means, latent, at(rowsOfLatent, latent));
    columns.set(latent, column);
    return column;
  };
  return (a, b) => (a === b ? (variances[a] as number) + ridge : (columnOf(b)[a] as number));
}

function rowsByLatent(evidence: Evidence, rows: Int32Array): number[][] {
  const found = Array.from({ length: evidence.latents }, (): number[] => []);
  for (const row of rows) for (const { latent } of firing(evidence, row)) at(found, latent).push(row);
  return found;
}

function covariancesWith(
  evidence: Evidence,
  { weights }: Weighed,
  means: Float64Array,
  of: number,
  rows: readonly number[],
): Float64Array {
  const covariance = means.map((own) => -own * (means[of] as number));
  for (const row of rows) {
    const active = [...firing(evidence, row)];
    const own = at(
      active,
      active.findIndex(({ latent }) => latent === of),
    ).value;
    for (const { latent, value } of active)
      covariance[latent] = (covariance[latent] as number) + (weights[row] as number) * own * value;
  }
  return covariance;
}

function labelCovariance(
  evidence: Evidence,
  { rows, weights }: Weighed,
  means: Float64Array,
  attribute: number,
): Float64Array {
  const { items, catalogue } = evidence;
  const has = catalogue.itemAttributes.map((list) => list.includes(attribute));
  const sums = new Float64Array(means.length);
  let share = 0;
  for (const row of rows) {
    if (has[items[row] as number] !== true) continue;
    share += weights[row] as number;
    for (const { latent, value } of firing(evidence, row))
      sums[latent] = (sums[latent] as number) + (weights[row] as number) * value;
  }
  return sums.map((sum, latent) => sum - share * (means[latent] as number));
}
