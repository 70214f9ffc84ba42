// What the columns of rows without a header are, told by what stands in them.
import { at } from '@trimtab/shared/look-up.ts';

/** A number in digits, as no name is. */
export const numeric = (cell: string): boolean => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell.trim());

/** What each column of rows without a header must be, by what stands in it; null where that is in doubt. */
export function placesOf(rows: readonly (readonly string[])[]): Places | null {
  const width = rows[0]?.length ?? 0;
  if (width < 2 || rows.length === 0 || rows.some((row) => row.length !== width)) return null;
  const all = (place: number, test: (cell: string) => boolean): boolean =>
    rows.every((row) => test(at(row, place)));
  if (all(0, isAsin) && all(1, isReviewer)) return null; // Amazon's later files have the item first
  if (all(0, isDate) || all(1, isDate)) return null; // clicks of a session have the time second
  if (width === 3 && all(1, isRecentSecond) && !all(2, timeLike)) return null;
  const isTime = (place: number): boolean => all(place, timeLike);
  const isRating = (place: number): boolean => all(place, ratingLike);
  if (width === 2) return { user: 0, item: 1 };
  if (width === 3 && isTime(2)) return { user: 0, item: 1, time: 2 };
  if (width === 3 && isRating(2)) return { user: 0, item: 1, rating: 2 };
  if (width === 4 && isRating(2) && isTime(3)) return { user: 0, item: 1, rating: 2, time: 3 };
  if (width === 4 && isTime(2) && isRating(3)) return { user: 0, item: 1, time: 2, rating: 3 };
  return null;
}

export interface Places {
  user: number;
  item: number;
  rating?: number;
  time?: number;
}

/** A second since 1973 or later, in any unit, or a date. */
export const timeLike = (cell: string): boolean =>
  numeric(cell) ? Number(cell) >= 1e8 : /^\d{4}[-/]\d\d[-/]\d\d/.test(cell.trim());
const isDate = (cell: string): boolean => !numeric(cell) && timeLike(cell);
/** A second or millisecond of the years from 2001 to 2033, which ids hardly look like throughout. */
const isRecentSecond = (cell: string): boolean => /^1\d{9}(\d{3})?(\.\d+)?$/.test(cell.trim());
const ratingLike = (cell: string): boolean => numeric(cell) && Math.abs(Number(cell)) <= 100;
const isAsin = (cell: string): boolean => /^(B[0-9A-Z]{9}|\d{9}[\dX])$/.test(cell);
const isReviewer = (cell: string): boolean => /^A[0-9A-Z]{9,20}$/.test(cell);

/** Whole numbers, of which the first, the user, comes once. */
export function looksLikeSequences(rows: readonly (readonly string[])[]): boolean {
  const long = rows.some((row) => row.length > 2);
  const users = new Set(rows.map(([user]) => user));
  return long && users.size === rows.length && rows.every((row) => row.every((word) => /^\d+$/.test(word)));
}
