// What the queries of this folder ask: D1 itself, or a session of it.
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';

export type Database = Pick<D1Database, 'prepare' | 'batch'>;

/** drizzle calls `prepare` and `batch` alone, which a session has too, but its types want the whole database. */
export const orm = (database: Database): DrizzleD1Database => drizzle(database as D1Database);
