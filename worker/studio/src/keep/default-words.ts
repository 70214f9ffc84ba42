// How long a preset is the default, and what comes back after it.
import type { Preset } from '@trimtab/shared/presets.ts';
import { dayOf } from '../shell/words.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/** "Friday 12:00" within a week, the whole date beyond. @param now milliseconds since 1970 */
export function endOf(expiresAt: string, now: number): string {
  const end = new Date(expiresAt);
  if (end.getTime() - now >= WEEK_MS) return dayOf(expiresAt);
  return end.toLocaleString('en-GB', { weekday: 'long', hour: '2-digit', minute: '2-digit' });
}

/**
 * What follows "steers by default": nothing where it does not end.
 *
 * @example untilWords(party, calm, Date.now()) // " until Friday 12:00, then “Calm evenings” again"
 */
export function untilWords(
  { expiresAt }: Pick<Preset, 'expiresAt'>,
  next: Pick<Preset, 'name'> | undefined,
  now: number,
): string {
  if (expiresAt === undefined) return '';
  const after = next === undefined ? 'nothing' : `“${next.name}” again`;
  return ` until ${endOf(expiresAt, now)}, then ${after}`;
}
