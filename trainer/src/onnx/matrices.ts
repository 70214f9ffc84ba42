// Weights on their way into a graph: checked look-up, column ranges, transposition, int8 with a scale a column.
import type { Weight, Weights } from '../files/weights.ts';
import { WeightError, weightOf } from '../files/weights.ts';

/** A matrix and the row that is added to its product: x·weight + bias. */
export interface Affine {
  weight: Weight; // [rows, columns]
  bias: Float32Array; // [columns]
}

export function affineOf(weights: Weights, name: string, rows: number, columns: number): Affine {
  const weight = weightOf(weights, `${name}.weight`, [rows, columns]);
  return { weight, bias: weightOf(weights, `${name}.bias`, [columns]).data };
}

/** Columns `from` to `to - 1` of an affine map. */
export function columnsOf({ weight, bias }: Affine, from: number, to: number): Affine {
  const [rows, columns] = dimensions(weight);
  const width = to - from;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    data.set(weight.data.subarray(row * columns + from, row * columns + to), row * width);
  }
  return { weight: { shape: [rows, width], data }, bias: bias.slice(from, to) };
}

/** The affine map with its first `count` columns multiplied by `factor`. */
export function scaleColumns({ weight, bias }: Affine, count: number, factor: number): Affine {
  const [, columns] = dimensions(weight);
  const scale = (value: number, i: number): number => (i % columns < count ? value * factor : value);
  return {
    weight: { shape: weight.shape, data: weight.data.map(scale) },
    bias: bias.map(scale),
  };
}

export function transpose(weight: Weight): Weight {
  const [rows, columns] = dimensions(weight);
  const data = new Float32Array(weight.data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      data[column * rows + row] = weight.data[row * columns + column] as number;
    }
  }
  return { shape: [columns, rows], data };
}

export interface QuantisedMatrix {
  shape: [number, number];
  values: Int8Array; // [rows, columns]
  scales: Float32Array; // [columns]
}

/**
 * Symmetric int8, a scale a column: w_ij ≈ values_ij · scales_j with scales_j = max_i |w_ij| / 127.
 * A column of zeros gets scale 1, so that nothing is divided by zero.
 */
export function quantiseColumns(weight: Weight): QuantisedMatrix {
  const [rows, columns] = dimensions(weight);
  const scales = new Float32Array(columns);
  weight.data.forEach((value, i) => {
    scales[i % columns] = Math.max(scales[i % columns] as number, Math.abs(value));
  });
  for (let column = 0; column < columns; column++) {
    scales[column] = scales[column] === 0 ? 1 : (scales[column] as number) / 127;
  }
  const values = Int8Array.from(weight.data, (value, i) =>
    Math.max(-127, Math.min(127, Math.round(value / (scales[i % columns] as number)))),
  );
  return { shape: [rows, columns], values, scales };
}

/** The same with a scale a row: values [rows, columns], scales [rows]. */
export function quantiseRows(weight: Weight): QuantisedMatrix {
  const { values, scales } = quantiseColumns(transpose(weight));
  const [rows, columns] = dimensions(weight);
  const turned = new Int8Array(values.length);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      turned[row * columns + column] = values[column * rows + row] as number;
    }
  }
  return { shape: [rows, columns], values: turned, scales };
}

/** Panel p holds the columns p·width to (p + 1)·width - 1; the last is filled up with columns of zeros. */
export interface Panels {
  panels: number;
  values: Int8Array; // [panels, rows, width]
  scales: Float32Array; // [panels, width]
}

export function panelsOf({ shape: [rows, columns], values, scales }: QuantisedMatrix, width: number): Panels {
  const panels = Math.ceil(columns / width);
  const ordered = new Int8Array(panels * rows * width);
  for (let panel = 0; panel < panels; panel++) {
    const from = panel * width;
    const to = Math.min(from + width, columns);
    for (let row = 0; row < rows; row++) {
      ordered.set(values.subarray(row * columns + from, row * columns + to), (panel * rows + row) * width);
    }
  }
  const filled = new Float32Array(panels * width).fill(1);
  filled.set(scales);
  return { panels, values: ordered, scales: filled };
}

function dimensions({ shape }: Weight): [number, number] {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new WeightError(`expected a matrix, and got shape [${shape.join(', ')}]`);
  }
  return [rows, columns];
}
