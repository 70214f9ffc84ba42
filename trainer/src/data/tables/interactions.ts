// The one table that every form of source is brought to: interactions(row, user, item, rating, time).
import { name, type Database } from './duckdb.ts';
import type { ItemDescriptions } from './item-descriptions.ts';
import { badRow, createTable, type TableFile } from './table.ts';

/** What a form's reader leaves behind it, beside the table `interactions`. */
export interface LoadedSource {
  /** For messages: where the interactions came from. */
  file: string;
  /** Whether the times order a history (ties by row), or the file alone does. */
  order: 'time' | 'row';
  /** Interactions that a user and an item need, unless the caller says otherwise. */
  kCore: number;
  descriptions: ItemDescriptions;
  /** Whether people come back to items, unless the caller says otherwise. */
  repeats?: boolean;
}

/** Columns of the file; rating and time may be missing. */
export interface InteractionColumns {
  user: string;
  item: string;
  rating?: string | undefined;
  time?: string | undefined;
}

/** Published recommenders take users and items with at least five interactions from raw ratings. */
export const RAW_K_CORE = 5;

/** Beyond this, seconds would lie after the year 5000: the source counts thousandths or millionths. */
const LARGEST_SECONDS = 1e11;

/**
 * Loads the file into `interactions`: user and item as words, rating and time (seconds since 1970) as numbers or null.
 * Times may be numbers of seconds, milliseconds or microseconds, or ISO 8601 (UTC where it names no offset).
 *
 * An empty rating says that the interaction has none.
 *
 * @throws DataError `unreadable-row` for the first row whose user, item or time is missing, or any makes no sense
 */
export async function loadInteractions(
  db: Database,
  source: TableFile,
  { user, item, rating, time }: InteractionColumns,
): Promise<void> {
  const selection = {
    user: name(user),
    item: name(item),
    rating: nameOrNull(rating),
    time: nameOrNull(time),
  };
  await createTable(db, 'raw', source, selection);
  await db.run(`CREATE OR REPLACE TABLE interactions AS SELECT rowid + 1 AS row, "user", item,
    coalesce(TRY_CAST(rating AS DOUBLE), CASE WHEN rating IS NOT NULL THEN 'nan'::DOUBLE END) AS rating,
    coalesce(TRY_CAST(time AS DOUBLE), epoch(TRY_CAST(time AS TIMESTAMPTZ))) AS time FROM raw`);
  await db.run('DROP TABLE raw');
  const [first] = await db.rows(`SELECT min(row) AS row FROM interactions WHERE "user" IS NULL OR "user" = ''
    OR item IS NULL OR item = '' OR NOT isfinite(rating) ${time === undefined ? '' : 'OR time IS NULL OR NOT isfinite(time)'}`);
  if (typeof first?.['row'] === 'number') {
    throw await badRow(source, first['row'], expectation({ user, item, rating, time }));
  }
  await db.run(`UPDATE interactions SET time = time / (SELECT
    CASE WHEN max(time) > ${LARGEST_SECONDS * 1e3} THEN 1e6 WHEN max(time) > ${LARGEST_SECONDS} THEN 1e3 END
    FROM interactions) WHERE (SELECT max(time) FROM interactions) > ${LARGEST_SECONDS}`);
}

const nameOrNull = (column: string | undefined): string => (column === undefined ? 'NULL' : name(column));

function expectation({ user, item, rating, time }: InteractionColumns): string {
  const parts = [`"${user}" and "${item}" that are not empty`];
  if (rating !== undefined) parts.push(`a number or nothing as "${rating}"`);
  if (time !== undefined) parts.push(`seconds since 1970 or an ISO 8601 time as "${time}"`);
  return parts.join(', ');
}
