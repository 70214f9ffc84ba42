// How rules are made: a figure, a bound, and on which side of it the figure must lie.
import type { GateRule } from '@trimtab/shared/gates.ts';

interface Measured {
  name: string;
  figure: number | null;
  bound: number;
  slice?: string;
  says?: string;
}

/** What could not be measured, and what is no number, passes nothing. */
export const atLeast = (measured: Measured): GateRule => ({
  ...measured,
  must: 'be at least',
  passed: measured.figure !== null && measured.figure >= measured.bound,
});

export const atMost = (measured: Measured): GateRule => ({
  ...measured,
  must: 'be at most',
  passed: measured.figure !== null && measured.figure <= measured.bound,
});
