// Whole days of events as Parquet, beside the lines that they were made from: what they hold, and by which rules.
import { z } from 'zod';
import { DataError } from '../data/errors.ts';
import { sha256 } from '../files/hash.ts';
import type { EventFiles, ListedFile } from './event-files.ts';
import { readText } from './event-files.ts';

export const compactedPrefix = 'compacted/';
export const compactedKey = (day: string): string => `${compactedPrefix}${day}.parquet`;
export const compactedFactsKey = (day: string): string => `${compactedPrefix}${day}.json`;

/** Raised when days must be made anew by other rules. */
export const RULES = 1;

const count = z.int().nonnegative();

export const compactedFactsSchema = z.object({
  rules: z.int(),
  /** Of the day's files, by names and versions: another one when lines were added, or taken out of them. */
  source: z.string(),
  compactedAt: z.iso.datetime(),
  rows: count,
  /** Of the events themselves; absent where no row is left. */
  first: z.iso.datetime().optional(),
  last: z.iso.datetime().optional(),
  /** What the rules left out on the way. */
  leftOut: z.object({ repeated: count, erased: count, withdrawn: count, impressions: count }),
  sha256: z.string(),
});

export type CompactedFacts = z.infer<typeof compactedFactsSchema>;

export const sourceOf = (files: readonly ListedFile[]): string =>
  sha256(JSON.stringify(files.map(({ key, version }) => [key, version])));

/** Days that are compacted, whatever from; one of newer rules is refused, and one that cannot be read is made anew. */
export async function readFacts(files: EventFiles, day: string): Promise<CompactedFacts | null> {
  const text = await readText(files, compactedFactsKey(day));
  const parsed = compactedFactsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  if (parsed.data.rules <= RULES) return parsed.data;
  throw new DataError('unreadable-file', {
    file: `${compactedFactsKey(day)} in ${files.name}`,
    problem: `it is of rules ${parsed.data.rules}, newer than this version's`,
    expected: `rules up to ${RULES}`,
    advice: 'Use the version that wrote it, or remove compacted/: it is made anew from the lines',
  });
}

/** What is not JSON fits no schema. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
