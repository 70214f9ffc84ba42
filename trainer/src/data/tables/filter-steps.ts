// What each filter kept, in words; filters that nobody asked for may not take most of the data.
import { DataError } from '../errors.ts';
import type { Events, Filtered } from './filters.ts';

export interface FilterSteps {
  /** Interactions in the files. */
  read: number;
  /** Of them those rated high enough. */
  rated: number;
  minRating: number | undefined;
  kCore: number;
  /** Whether somebody asked for the k-core. */
  asked: boolean;
  all: Events;
  filtered: Filtered;
}

/** A default k-core must leave this much. */
const LEAST_KEPT = 0.5;

/**
 * A line for each step that there was.
 *
 * @throws DataError `empty-result` when nothing is left, `filtered-away` when the default k-core leaves less than half
 */
export function refuseLosses(file: string, steps: FilterSteps): string[] {
  const { read, rated, minRating, kCore, filtered } = steps;
  const kept = filtered.events.users.length;
  if (kept === 0) throw emptyResult(file, steps);
  if (!steps.asked) refuseUnasked(file, steps);
  const unrepeated = rated - filtered.repeats;
  const lines = [`${words(read)} interactions read`];
  if (minRating !== undefined) lines.push(`rated ${minRating} or more: ${share(rated, read)}`);
  if (filtered.repeats > 0) lines.push(`the same item not twice in a row: ${share(unrepeated, rated)}`);
  if (kCore > 1) lines.push(`k-core ${kCore}: ${share(kept, unrepeated)}, ${peopleLeft(steps)}`);
  return [lines.join('; ')];
}

function refuseUnasked(file: string, { rated, kCore, all, filtered, ...steps }: FilterSteps): void {
  const unrepeated = rated - filtered.repeats;
  const kept = filtered.events.users.length;
  if (kept < LEAST_KEPT * unrepeated) {
    throw lost(
      file,
      kCore,
      `keeps ${share(kept, unrepeated)} interactions, ${peopleLeft({ rated, kCore, all, filtered, ...steps })}`,
    );
  }
  const sent = sum(all.sent);
  const keptSent = sum(filtered.events.sent);
  if (keptSent < LEAST_KEPT * sent)
    throw lost(file, kCore, `keeps ${share(keptSent, sent)} interactions that apps sent`);
}

const lost = (file: string, kCore: number, what: string): DataError =>
  new DataError('filtered-away', {
    file,
    problem: `the default k-core of ${kCore} ${what}`,
    expected: 'at least half, where nobody asked for the filter',
    advice: `Say --k-core ${kCore} to go on with these, or --k-core 1 to keep all`,
  });

function emptyResult(file: string, { read, rated, minRating, kCore }: FilterSteps): DataError {
  if (read === 0) {
    return new DataError('empty-result', {
      file,
      problem: 'holds no rows, but at most a header',
      expected: 'an interaction a row',
      advice: 'Bring the file whole',
    });
  }
  const gone = minRating !== undefined && rated === 0;
  return new DataError('empty-result', {
    file,
    problem: `nothing is left of ${read} interactions after filtering with ${gone ? `a minimum rating of ${minRating}` : `k-core ${kCore}`}`,
    expected: gone
      ? `ratings of ${minRating} or more`
      : `users and items with at least ${kCore} interactions each`,
    advice: gone ? 'Lower the minimum rating, or bring more data' : 'Lower the k-core (--k-core 1 keeps all) or the minimum rating, or bring more data', // prettier-ignore
  });
}

const peopleLeft = ({ all, filtered: { events } }: FilterSteps): string =>
  `${distinctOf(events.users, all.users)} users, ${distinctOf(events.items, all.items)} items`;

const distinctOf = (after: Int32Array, before: Int32Array): string =>
  `${words(new Set(after).size)} of ${words(new Set(before).size)}`;

const sum = (flags: Int32Array | undefined): number => flags?.reduce((total, flag) => total + flag, 0) ?? 0;

const words = (count: number): string => count.toLocaleString('en-US');

const share = (kept: number, of: number): string =>
  `${words(kept)} of ${words(of)} (${of === 0 ? 0 : Math.floor((100 * kept) / of)}%)`;
