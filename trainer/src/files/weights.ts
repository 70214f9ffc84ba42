// Named weights outside the backend: what checkpoints hold and what export reads.

export interface Weight {
  shape: number[];
  data: Float32Array;
}

export type Weights = Record<string, Weight>;

/** A checkpoint does not fit the configuration that came with it. */
export class WeightError extends Error {
  override readonly name = 'WeightError';
}

/**
 * The weight called `name`.
 * @throws WeightError when it is absent or has another shape
 */
export function weightOf(weights: Weights, name: string, shape: readonly number[]): Weight {
  const weight = weights[name];
  if (weight === undefined) {
    const known = Object.keys(weights).join(', ');
    throw new WeightError(`there is no weight ${name}; the checkpoint has ${known}`);
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  if (weight.shape.join() !== shape.join() || weight.data.length !== elements) {
    throw new WeightError(
      `weight ${name} has shape [${weight.shape.join(', ')}] and ${weight.data.length} values, ` +
        `but the configuration asks for [${shape.join(', ')}]: use the configuration it was trained with`,
    );
  }
  return weight;
}

/** Arrays that are all of floats. @throws WeightError that names one that is not */
export function toWeightsOnly(
  arrays: Readonly<Record<string, { shape: number[]; data: ArrayBufferView }>>,
): Weights {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      if (data instanceof Float32Array) return [name, { shape, data }] as const;
      throw new WeightError(`weight ${name} is not of floats`);
    }),
  );
}
