// Supervised directions of the hidden state, fitted to labels at the hook without any autoencoder: difference of means
// and a linear probe.
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';
import { meanOfRows, ridgedCovariance, type Rows } from '../math/covariance.ts';
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

/** Fits the directions of any attribute to selection users' positions. @param hidden states of the evidence's positions ∈ [positions, d] */
export function supervisedDirections(
  evidence: Evidence,
  hidden: Float32Array,
  d: number,
): (attribute: number) => Directions {
  const rows = rowsOf(evidence, 'selection');
  const states: Rows = { values: hidden, d, rows };
  const factor = cholesky(ridgedCovariance(states, meanOfRows(states), PENALTY), d);
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
