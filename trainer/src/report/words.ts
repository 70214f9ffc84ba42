// Numbers as a report says them.

export const decimals = (value: number, digits: number = 3): string => value.toFixed(digits);

/** .0312 → 3.1% */
export const percent = (share: number, digits: number = 1): string => `${(100 * share).toFixed(digits)}%`;

/** A share in percent with its sign: +3.1% */
export const signedPercent = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)}`;

/** A difference with its sign: +0.031 */
export const signed = (value: number): string => `${value > 0 ? '+' : ''}${decimals(value)}`;

export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
