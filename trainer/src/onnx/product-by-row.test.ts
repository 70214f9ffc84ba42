import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { GraphBuilder } from '../graph/builder.ts';
import type { QuantisedMatrix } from './matrices.ts';
import { productByRow } from './product-by-row.ts';

/** Inputs [1, 2], columns j of values (j mod 100, -1) and scales of 1 or, every third, 127. */
function matrixOf(columns: number): QuantisedMatrix {
  const column = Array.from({ length: columns }, (_, j) => j);
  const values = Int8Array.from([...column.map((j) => j % 100), ...column.map(() => -1)]);
  return { shape: [2, columns], values, scales: Float32Array.from(column, (j) => (j % 3 === 0 ? 127 : 1)) };
}

async function product(matrix: QuantisedMatrix, rows: number[][]): Promise<Float32Array> {
  const graph = new GraphBuilder('product');
  const y = productByRow(graph, graph.input('x', 'float', ['b', 2]), 'table', matrix);
  graph.output(y, 'y', 'float', ['b', matrix.shape[1]]);
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(graph.build());
  const x = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, 2]);
  const data = (await session.run({ x }))['y']?.data;
  await session.release();
  if (!(data instanceof Float32Array)) throw new Error('no product');
  return data;
}

// One row at once, and panels of which the last is full, and has a single column.
it.each([40, 4160, 4161])('multiplies each row in steps of its own, for %i columns', async (columns) => {
  // Of the first row the largest is 254, so a step is 2: 63.5 steps make 64, and 127 stay. The second has steps of 1.
  const rows = [
    [127, 254],
    [-127, 127],
  ];
  const y = await product(matrixOf(columns), rows);
  expect(y).toHaveLength(2 * columns);
  for (let j = 0; j < columns; j++) {
    const scale = j % 3 === 0 ? 127 : 1;
    expect(y[j]).toBeCloseTo(2 * scale * (64 * (j % 100) - 127), 0);
    expect(y[columns + j]).toBeCloseTo(scale * (-127 * (j % 100) - 127), 0);
  }
});

it('gives a row the same bits alone and beside others', async () => {
  const rows = [
    [0.3, -0.7],
    [12, 0.001],
    [0, 0],
  ];
  for (const columns of [50, 5000]) {
    const together = await product(matrixOf(columns), rows);
    for (const [r, row] of rows.entries()) {
      expect(await product(matrixOf(columns), [row])).toEqual(together.slice(r * columns, (r + 1) * columns));
    }
  }
});
