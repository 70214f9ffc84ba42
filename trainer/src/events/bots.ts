// People that are none: more events than anybody could mean. Their events train nothing, and are counted.
import { at } from '@trimtab/shared/look-up.ts';
import type { StoredEvent } from '@trimtab/shared/events.ts';
import { quantile } from '../math/quantile.ts';

/** Interactions within an hour by which a day's events of somebody are those of a bot. */
export const BURST = 600;

/** Interactions in all from which on somebody may be a bot, and how many times the median person's they must be. */
export const FLOOD = 1000;
export const TIMES_MEDIAN = 50;

const HOUR = 3_600_000;

/** Pseudonyms of people who took more than `BURST` items within an hour, or as many as a flood has. */
export function botsAmong(events: readonly StoredEvent[]): Set<string> {
  const times = new Map<string, number[]>();
  for (const { type, person, at: time } of events) {
    if (type !== 'interaction') continue;
    const own = times.get(person);
    if (own === undefined) times.set(person, [Date.parse(time)]);
    else own.push(Date.parse(time));
  }
  const counts = [...times.values()].map(({ length }) => length).sort((a, b) => a - b);
  if (counts.length === 0) return new Set();
  const flood = Math.max(FLOOD, TIMES_MEDIAN * quantile(counts, 0.5));
  return new Set([...times].flatMap(([person, own]) => (own.length > flood || isBurst(own) ? [person] : [])));
}

/** Whether more than `BURST` times lie within an hour. */
function isBurst(times: readonly number[]): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.some((time, i) => i >= BURST && time - at(sorted, i - BURST) < HOUR);
}
