// The dense linear probe: what all hidden dimensions together say of an attribute, the ceiling of any single feature.
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';
import { meanOfRows, ridgedCovariance, type Rows } from '../math/covariance.ts';
import { pearson } from '../math/pearson.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';

/** Ridge penalty as a share of the mean variance of a hidden dimension. */
const PENALTY = 1e-2;

/**
 * Ridge regression (Hoerl and Kennard 1970) of an attribute's label on the hidden state, in closed form:
 * w = (C + λI)⁻¹ c, with C ∈ [d, d] the covariance of the states, c ∈ [d] that of states and label, and λ a share of
 * tr(C)/d. Fitted on selection users and items A; the correlation of x·w with the label on test users and items B.
 *
 * @param hidden the states of the evidence's positions ∈ [positions, d]
 * @returns correlations ∈ [attributes]
 */
export function probeCorrelations(evidence: Evidence, hidden: Float32Array, d: number): number[] {
  const rows = rowsOf(evidence, 'selection', 'A');
  const held = rowsOf(evidence, 'test', 'B');
  const states: Rows = { values: hidden, d, rows };
  const mean = meanOfRows(states);
  const factor = cholesky(ridgedCovariance(states, mean, PENALTY), d);
  return evidence.catalogue.attributes.map((_, attribute) => {
    const labels = labelsOf(evidence, rows, attribute);
    const weights = solve(factor, covarianceWith(hidden, d, rows, mean, labels), d);
    return pearson(project(hidden, d, held, weights), labelsOf(evidence, held, attribute));
  });
}

/** c = Σ_{y=1} (x - μ) / n; the mean of y drops out, as x is centred. ∈ [d] */
function covarianceWith(
  hidden: Float32Array,
  d: number,
  rows: Int32Array,
  mean: Float64Array,
  labels: Uint8Array,
): Float64Array {
  const result = new Float64Array(d);
  rows.forEach((row, at) => {
    if (labels[at] !== 1) return;
    for (let i = 0; i < d; i++) {
      const centred = (hidden[row * d + i] as number) - (mean[i] as number);
      result[i] = (result[i] as number) + centred / rows.length;
    }
  });
  return result;
}

function project(hidden: Float32Array, d: number, rows: Int32Array, weights: Float64Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += (hidden[row * d + i] as number) * (weights[i] as number);
    return sum;
  });
}
