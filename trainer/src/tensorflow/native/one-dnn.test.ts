import { expect, test } from 'vitest';
import { kernelLimit } from './one-dnn.ts';

test('only processors with AVX2 and without AVX-512 are held to AVX', () => {
  expect(kernelLimit('flags : fpu sse4_2 avx avx2 fma')).toBe('AVX');
  expect(kernelLimit('flags : fpu sse4_2 avx avx2 fma avx512f avx512bw')).toBeUndefined();
  expect(kernelLimit('flags : fpu sse4_2 avx')).toBeUndefined();
});
