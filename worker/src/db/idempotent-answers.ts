// Answers to writes that carried an Idempotency-Key: each belongs to a person, and is kept for a day.
import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { idempotentAnswers, type IdempotentAnswerRow } from './schema.ts';

/** A first request that has not been answered after this was cut off, and may be taken over. */
const CUT_OFF_MS = 60_000;

interface Claim {
  owner: string;
  key: string;
  /** Hash of what is asked. */
  request: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** @returns null when the request is the first with its key; else what the first one was, and its answer if it has one */
export async function claimAnswer(
  database: D1Database,
  { owner, key, request, now }: Claim,
): Promise<IdempotentAnswerRow | null> {
  const { meta } = await database
    .prepare(
      `insert into idempotent_answers (owner, key, request, created_at) values (?1, ?2, ?3, ?4)
       on conflict do update set created_at = ?4
       where status is null and request = ?3 and created_at < ?5`,
    )
    .bind(owner, key, request, now, now - CUT_OFF_MS)
    .run();
  return meta.changes > 0 ? null : findAnswer(database, owner, key);
}

const named = (owner: string, key: string): ReturnType<typeof and> =>
  and(eq(idempotentAnswers.owner, owner), eq(idempotentAnswers.key, key));

async function findAnswer(
  database: D1Database,
  owner: string,
  key: string,
): Promise<IdempotentAnswerRow | null> {
  return (await drizzle(database).select().from(idempotentAnswers).where(named(owner, key)).get()) ?? null;
}

export async function keepAnswer(
  database: D1Database,
  { owner, key }: Pick<Claim, 'owner' | 'key'>,
  answer: Pick<IdempotentAnswerRow, 'status' | 'headers' | 'body'>,
): Promise<void> {
  await drizzle(database).update(idempotentAnswers).set(answer).where(named(owner, key));
}

/** After a failure, so that the same request can be made again. */
export async function dropClaim(
  database: D1Database,
  { owner, key }: Pick<Claim, 'owner' | 'key'>,
): Promise<void> {
  await drizzle(database).delete(idempotentAnswers).where(named(owner, key));
}

export function listAnswers(database: D1Database, owner: string): Promise<IdempotentAnswerRow[]> {
  return drizzle(database).select().from(idempotentAnswers).where(eq(idempotentAnswers.owner, owner));
}
