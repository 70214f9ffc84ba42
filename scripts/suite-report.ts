// Which backends a run of the suite used, from vitest's JSON report.

export interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

export interface SetUp {
  native: boolean;
  /** Our kernels, which some tests on native need. */
  kernels: boolean;
}

/** Suites on the native backend end so (trainer/testing/each-backend.ts). */
const NATIVE = / on native\b/;
const NEEDS_KERNELS = /\(skipped where our kernels are not\)/;

/** @returns whether all ran that could, and a line that says what did */
export function backendsOf(report: Report, setUp: SetUp): { line: string; isWhole: boolean } {
  const tests = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => NATIVE.test(fullName));
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const missing = tests.filter(
    ({ fullName, status }) => status !== 'passed' && (setUp.kernels || !NEEDS_KERNELS.test(fullName)),
  ).length;
  if (!setUp.native)
    return { line: 'The suite ran on wasm: the native backend is not set up.', isWhole: true };
  const kernels = setUp.kernels ? 'with our kernels' : 'without our kernels';
  const isWhole = missing === 0 && passed > 0;
  const line = isWhole
    ? `The suite ran on wasm and on native ${kernels} (${passed} tests on native).`
    : `The native backend is set up ${kernels}, and ${missing} of its tests did not run (${passed} did).`;
  return { line, isWhole };
}
