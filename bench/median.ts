// Medians of many runs after warm-up.

export { median } from '@trimtab/trainer/math/quantile.ts';

/** To the microsecond: more digits than a clock of Node's supports would be noise. */
export const milliseconds = (value: number): number => Math.round(value * 1000) / 1000;
