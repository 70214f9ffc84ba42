// What has served its time in D1, deleted every night.
import { EVENTS_KEPT_DAYS } from '@trimtab/shared/events.ts';
import type { Database } from './database.ts';

const DAY_MS = 24 * 3_600_000;

/** Days that answers to requests with an Idempotency-Key are kept. */
const ANSWERS_KEPT_DAYS = 1;

/** Days that an event which comes again is known. */
const RECEIPTS_KEPT_DAYS = 7;

/** Days that the use of keys can be looked up. */
const USAGE_KEPT_DAYS = 35;

/** @param now milliseconds since 1970 */
export async function deleteExpired(database: Database, now: number): Promise<void> {
  const older = (table: string, column: string, days: number): D1PreparedStatement =>
    database.prepare(`delete from ${table} where ${column} < ?`).bind(now - days * DAY_MS);
  const oldestDay = new Date(now - USAGE_KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  await database.batch([
    older('idempotent_answers', 'created_at', ANSWERS_KEPT_DAYS),
    older('event_receipts', 'received_at', RECEIPTS_KEPT_DAYS),
    older('event_files', 'received_at', EVENTS_KEPT_DAYS),
    database.prepare('delete from presets where expires_at <= ?').bind(now),
    database.prepare('delete from api_key_usage where day < ?').bind(oldestDay),
  ]);
}
