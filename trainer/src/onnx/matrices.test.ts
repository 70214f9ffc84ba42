import { describe, expect, it } from 'vitest';
import { columnsOf, panelsOf, quantiseColumns, quantiseRows, scaleColumns, transpose } from './matrices.ts';

const matrix = (shape: number[], ...values: number[]): { shape: number[]; data: Float32Array } => ({
  shape,
  data: Float32Array.from(values),
});

describe('quantiseColumns', () => {
  it('takes the largest of a column as 127 steps and rounds to the nearest', () => {
    // Column 0: step 254/127 = 2, 3/2 = 1.5 → 2. Column 1: step 127/127 = 1. Column 2 is all zeros.
    const { values, scales } = quantiseColumns(matrix([2, 3], -254, 127, 0, 3, -12.4, 0));
    expect(Array.from(scales)).toEqual([2, 1, 1]);
    expect(Array.from(values)).toEqual([-127, 127, 0, 2, -12, 0]);
  });
});

describe('quantiseRows', () => {
  it('gives every row its own step and keeps the layout', () => {
    const { values, scales } = quantiseRows(matrix([2, 2], 127, -50, 508, 6));
    expect(Array.from(scales)).toEqual([1, 4]);
    expect(Array.from(values)).toEqual([127, -50, 127, 2]);
  });
});

describe('panelsOf', () => {
  it('puts so many columns at a time one below the other, and fills up the last with zeros', () => {
    const shape: [number, number] = [2, 3];
    const { panels, values, scales } = panelsOf(
      { shape, values: Int8Array.of(1, 2, 3, 4, 5, 6), scales: Float32Array.of(7, 8, 9) },
      2,
    );
    expect(panels).toBe(2);
    expect(Array.from(values)).toEqual([1, 2, 4, 5, 3, 0, 6, 0]);
    expect(Array.from(scales)).toEqual([7, 8, 9, 1]);
  });
});

describe('columns of an affine map', () => {
  const map = { weight: matrix([2, 3], 1, 2, 3, 4, 5, 6), bias: Float32Array.of(7, 8, 9) };

  it('are cut out with their bias', () => {
    const { weight, bias } = columnsOf(map, 1, 3);
    expect(weight).toEqual(matrix([2, 2], 2, 3, 5, 6));
    expect(bias).toEqual(Float32Array.of(8, 9));
  });

  it('are scaled with their bias', () => {
    const { weight, bias } = scaleColumns(map, 1, 10);
    expect(weight).toEqual(matrix([2, 3], 10, 2, 3, 40, 5, 6));
    expect(bias).toEqual(Float32Array.of(70, 8, 9));
  });
});

it('transpose swaps rows and columns', () => {
  expect(transpose(matrix([2, 3], 1, 2, 3, 4, 5, 6))).toEqual(matrix([3, 2], 1, 4, 2, 5, 3, 6));
});
