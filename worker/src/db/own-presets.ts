// Which presets are a person's: theirs, and not over.
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { presets } from './schema.ts';

/** Milliseconds since 1970, by the clock of the database: the same for all that ask it. */
const NOW = sql<Date>`cast(unixepoch('subsec') * 1000 as integer)`;

/** Presets that have ended are nobody's. */
export const hasNotEnded = ({ expiresAt }: { expiresAt: AnySQLiteColumn } = presets): ReturnType<typeof or> =>
  or(isNull(expiresAt), gt(expiresAt, NOW));

export const ownedBy = (owner: string, id: string): ReturnType<typeof and> =>
  and(eq(presets.owner, owner), eq(presets.id, id), hasNotEnded());
