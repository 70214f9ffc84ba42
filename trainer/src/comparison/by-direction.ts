// Supervised directions of the hidden state, fitted to labels at the hook without any autoencoder: difference of means
// and a linear probe.
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';
import type { Benches, Steerer } from '../steering/steerer.ts';
import { fixedChange } from '../steering/bench.ts';

/** Ridge penalty as a share of the mean variance of a hidden dimension. */
const PENALTY = 1e-2;

export interface Directions {
  /** μ₁ - μ₀ ∈ [d]: mean state where the attribute holds, less that elsewhere. */
  differenceOfMeans: Float32Array;
  /** (C + λI)⁻¹ (μ₁ - μ₀) ∈ [d], C the covariance of the states: ridge regression of the label, up to its length. */
  probe: Float32Array;
}

/** For any attribute, on selection users' positions. @param hidden states of the evidence's positions ∈ [positions, d] */
export function supervisedDirections(
  evidence: Evidence,
  hidden: Float32Array,
  d: number,
): (attribute: number) => Directions {
  const rows = rowsOf(evidence, 'selection');
  const mean = new Float64Array(d);
  for (const row of rows)
    for (let i = 0; i < d; i++) mean[i] = (mean[i] as number) + (hidden[row * d + i] as number) / rows.length;
  const factor = cholesky(covariance(hidden, d, rows, mean), d);
  return (attribute) => {
    const labels = labelsOf(evidence, rows, attribute);
    const positives = Math.max(
      1,
      labels.reduce((sum, label) => sum + label, 0),
    );
    const difference = new Float64Array(d);
    rows.forEach((row, at) => {
      const weight = labels[at] === 1 ? 1 / positives : -1 / Math.max(1, rows.length - positives);
      for (let i = 0; i < d; i++)
        difference[i] = (difference[i] as number) + weight * (hidden[row * d + i] as number);
    });
    return {
      differenceOfMeans: Float32Array.from(difference),
      probe: Float32Array.from(solve(factor, difference, d)),
    };
  };
}

/** C + λI with λ a share of tr(C)/d, the lower half. ∈ [d, d] */
function covariance(hidden: Float32Array, d: number, rows: Int32Array, mean: Float64Array): Float64Array {
  const result = new Float64Array(d * d);
  for (const row of rows) {
    for (let i = 0; i < d; i++) {
      const x = ((hidden[row * d + i] as number) - (mean[i] as number)) / rows.length;
      for (let j = 0; j <= i; j++)
        result[i * d + j] =
          (result[i * d + j] as number) + x * ((hidden[row * d + j] as number) - (mean[j] as number));
    }
  }
  let trace = 0;
  for (let i = 0; i < d; i++) trace += result[i * d + i] as number;
  for (let i = 0; i < d; i++) result[i * d + i] = (result[i * d + i] as number) + (PENALTY * trace) / d;
  return result;
}

/** Adds size times the direction, scaled to a tenth of the mean length of a state. */
export function directionSteerer(
  method: string,
  hook: string,
  benches: Benches,
  direction: Float32Array,
  stateLength: number,
): Steerer {
  const scale = (0.1 * stateLength) / Math.max(Math.hypot(...direction), Number.MIN_VALUE);
  return {
    method,
    hook,
    run: (side, size) => benches[side].run(fixedChange(direction.map((x) => x * scale * size))),
  };
}
