// Keys of apps in D1, and what was used of their quotas.
import { eq } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { apiKeys, type ApiKeyRow } from './schema.ts';

export async function findApiKey(database: Database, id: string): Promise<ApiKeyRow | null> {
  return (await orm(database).select().from(apiKeys).where(eq(apiKeys.id, id)).get()) ?? null;
}

/** Tells whether pages of an origin may use some key that is in force. */
export async function isOriginOfKey(database: Database, origin: string): Promise<boolean> {
  const query = `
    select 1 from api_keys, json_each(api_keys.origins) as listed
    where listed.value = ? and kind = 'publishable' and revoked_at is null limit 1`;
  return (await database.prepare(query).bind(origin).first()) !== null;
}

export interface Taking {
  id: string;
  /** YYYY-MM-DD. */
  day: string;
  quota: number;
  /** Requests wanted. */
  wanted: number;
}

/**
 * Takes requests of a key's quota for the day, in one transaction.
 *
 * @returns how many were left to take, at most `wanted`; and how many are taken now, by all isolates
 */
export async function takeFromQuota(
  database: Database,
  { id, day, quota, wanted }: Taking,
): Promise<{ taken: number; used: number }> {
  const [before, after] = await database.batch<{ used: number }>([
    database.prepare('select used from api_key_usage where key_id = ?1 and day = ?2').bind(id, day),
    database
      .prepare(
        `insert into api_key_usage (key_id, day, used) values (?1, ?2, min(?3, ?4))
         on conflict do update set used = max(used, min(used + ?3, ?4)) returning used`,
      )
      .bind(id, day, wanted, quota),
  ]);
  const used = after?.results[0]?.used ?? 0;
  return { taken: used - (before?.results[0]?.used ?? 0), used };
}
