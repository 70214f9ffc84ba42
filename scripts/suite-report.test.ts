import { describe, expect, it } from 'vitest';
import { backendsOf, type Report } from './suite-report.ts';

const report = (...tests: [string, string][]): Report => ({
  testResults: [{ assertionResults: tests.map(([fullName, status]) => ({ fullName, status })) }],
});

const PASSED: [string, string] = ['matMul on native multiplies', 'passed'];
const SKIPPED: [string, string] = ['matMul on native has a gradient', 'skipped'];
const WITHOUT_KERNELS: [string, string] = [
  'attention on native (skipped where our kernels are not) is the mix',
  'skipped',
];

describe('backendsOf', () => {
  it('is satisfied with wasm alone where native is not set up', () => {
    const { line, isWhole } = backendsOf(report(SKIPPED), { native: false, kernels: false });
    expect({ line, isWhole }).toEqual({
      line: 'The suite ran on wasm: the native backend is not set up.',
      isWhole: true,
    });
  });

  it('counts what ran on native', () => {
    const { line, isWhole } = backendsOf(report(PASSED, WITHOUT_KERNELS), { native: true, kernels: false });
    expect(isWhole).toBe(true);
    expect(line).toBe('The suite ran on wasm and on native without our kernels (1 tests on native).');
  });

  it.each([
    ['a test of native was skipped', report(PASSED, SKIPPED)],
    ['a test of kernels was skipped', report(PASSED, WITHOUT_KERNELS)],
    ['nothing ran on native', report(['matMul on wasm multiplies', 'passed'])],
  ])('fails where %s', (_, ran) => {
    expect(backendsOf(ran, { native: true, kernels: true }).isWhole).toBe(false);
  });
});
