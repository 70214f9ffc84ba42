// Numbers as people read them.

export const decimals = (value: number, digits = 3): string => value.toFixed(digits);
/** .0312 → 3.1% */
export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)}%`;
/** .418 → 42: of 100. */
export const ofHundred = (share: number): string => String(Math.round(100 * share));
export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
/** −0.75, +0.50, 0 */
export const signed = (value: number, digits = 2): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(digits)}`;
export const day = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
