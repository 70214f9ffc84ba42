// How long a night may take, and how much of that is left for training once everything else has had its time.
import { NightError } from './night-error.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** `90m`, `2h`, `45s` → seconds. @throws NightError `bad-option` */
export function parseBudget(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(digits) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (seconds > 0) return seconds;
  throw new NightError('bad-option', `--budget ${text}: expected a time such as 90m, 2h or 45s`);
}

/** Share of the budget for training where nobody knows how long the rest takes. */
const FIRST_SHARE = 0.5;

/** Training has at least this share: a night that does not train has nothing to judge. */
const LEAST_SHARE = 0.1;

/** Other steps may take longer than the last time by this much. */
const RESERVE = 1.3;

/**
 * @param others seconds that everything but training took in the last good night, or null
 * @returns minutes of training
 */
export function trainingMinutes(budget: number, others: number | null): number {
  const left = others === null ? FIRST_SHARE * budget : budget - RESERVE * others;
  return Math.max(LEAST_SHARE * budget, left) / 60;
}
