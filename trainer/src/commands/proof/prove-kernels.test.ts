import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWithKernels, kernelsThere } from '../../../testing/each-backend.ts';
import { KERNEL_SOURCES } from '../../tensorflow/native/kernels-file.ts';
import { PRODUCT } from '../../tensorflow/native/kernels.ts';
import { CASES } from './cases.ts';
import { faultsOf, proveKernels } from './prove-kernels.ts';

const result = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

describe('faultsOf', () => {
  const theirs = { 'Linear: value': result(100, -1), 'Adam: w': result(0.001) };

  it('lets sums differ in their last bits, as a share of the largest number', () => {
    const ours = { 'Linear: value': result(100.005, -1.005), 'Adam: w': result(0.00100005) };
    expect(faultsOf(ours, theirs)).toEqual([]);
  });

  it.each([
    ['one number is wrong', result(100, -1.02)],
    ['one is no number', result(100, Number.NaN)],
    ['there are fewer', result(100)],
  ])('names the kernel of which %s', (_, wrong) => {
    const faults = faultsOf({ ...theirs, 'Linear: value': wrong }, theirs);
    expect(faults).toEqual([expect.stringContaining('Linear is off by')]);
  });

  it('compares small results by their own size', () => {
    expect(faultsOf({ ...theirs, 'Adam: w': result(0.0011) }, theirs)).toHaveLength(1);
  });

  it('misses a result that is not there', () => {
    expect(faultsOf({ 'Adam: w': result(0.001) }, theirs)).toHaveLength(1);
  });
});

it('proves every operation that kernels/registration.h adds', async () => {
  const source = await readFile(join(KERNEL_SOURCES, 'registration.h'), 'utf8');
  const added = [...source.matchAll(/addOperation<(\w+)>/g)].map(([, name]) => name);
  expect(Object.keys(CASES).sort()).toEqual([PRODUCT, ...added].sort());
});

const proof = (limit: NodeJS.ProcessEnv): Promise<string[]> => {
  if (kernelsThere === undefined) throw new Error('there are no kernels to prove');
  const { folder, file: kernels } = kernelsThere;
  return proveKernels({ folder, kernels, environment: { ...process.env, ...limit } });
};

describeWithKernels('kernels', () => {
  // Eight threads are asked for each time. They are granted in part, or as many as the machine's load allows.
  it.each([
    { OMP_THREAD_LIMIT: '1' },
    { OMP_THREAD_LIMIT: '2' },
    { OMP_THREAD_LIMIT: '3' },
    { OMP_THREAD_LIMIT: '8' },
    { OMP_DYNAMIC: 'true' },
  ])("agree with TensorFlow's own operations under %j", async (limit) => {
    expect(await proof({ OMP_NUM_THREADS: '8', ...limit })).toEqual([]);
  });
});
