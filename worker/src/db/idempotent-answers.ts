// Answers to writes that carried an Idempotency-Key: each belongs to a person, and is kept for a day.
import { and, eq, isNull } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { idempotentAnswers, type IdempotentAnswerRow } from './schema.ts';

/** A first request that has not been answered after this was cut off, and may be taken over. */
const CUT_OFF_MS = 60_000;

/** Keys of sealed answers are kept as this and their SHA-256: the key itself, which opens the answer, stands nowhere. */
export const SEALED_PREFIX = 'sha256:';

interface Claim {
  owner: string;
  key: string;
  /** Hash of what is asked. */
  request: string;
  /** Milliseconds since 1970. */
  now: number;
  /** UUID: the id of what the request makes, if nobody tried it before. */
  seed: string;
}

/** The request is now this one's to answer. */
interface Claimed {
  /** That of the first try: what it made, if it got so far, has this id. */
  seed: string;
  /** Whether an earlier try was cut off, and may have done what it was asked. */
  isRepeated: boolean;
}

/** @returns the claim; or what was asked first with this key, and its answer if it has one */
export async function claimAnswer(
  database: Database,
  { owner, key, request, now, seed }: Claim,
): Promise<Claimed | { answered: IdempotentAnswerRow }> {
  const claimed = await database
    .prepare(
      `insert into idempotent_answers (owner, key, request, created_at, seed) values (?1, ?2, ?3, ?4, ?6)
       on conflict do update set created_at = ?4, seed = coalesce(seed, ?6)
       where status is null and request = ?3 and created_at < ?5 returning seed`,
    )
    .bind(owner, key, request, now, now - CUT_OFF_MS, seed)
    .first<{ seed: string }>();
  if (claimed !== null) return { seed: claimed.seed, isRepeated: claimed.seed !== seed };
  const answered = await findAnswer(database, owner, key);
  // It was dropped between the two questions: whoever asks again finds the key free.
  return { answered: answered ?? { owner, key, request, ...UNANSWERED } };
}

const UNANSWERED = { createdAt: new Date(0), status: null, headers: null, body: null, seed: null };

const named = (owner: string, key: string): ReturnType<typeof and> =>
  and(eq(idempotentAnswers.owner, owner), eq(idempotentAnswers.key, key));

async function findAnswer(
  database: Database,
  owner: string,
  key: string,
): Promise<IdempotentAnswerRow | null> {
  return (await orm(database).select().from(idempotentAnswers).where(named(owner, key)).get()) ?? null;
}

export async function keepAnswer(
  database: Database,
  { owner, key }: Pick<Claim, 'owner' | 'key'>,
  answer: Pick<IdempotentAnswerRow, 'status' | 'headers' | 'body'>,
): Promise<void> {
  await orm(database).update(idempotentAnswers).set(answer).where(named(owner, key));
}

/** After a failure that leaves open what was done: the next try need not wait, and knows that it is not the first. */
export async function releaseClaim(
  database: Database,
  { owner, key }: Pick<Claim, 'owner' | 'key'>,
): Promise<void> {
  await orm(database)
    .update(idempotentAnswers)
    .set({ createdAt: new Date(0) })
    .where(and(named(owner, key), isNull(idempotentAnswers.status)));
}

/** After a refusal, so that the key is free again. */
export async function dropClaim(
  database: Database,
  { owner, key }: Pick<Claim, 'owner' | 'key'>,
): Promise<void> {
  await orm(database).delete(idempotentAnswers).where(named(owner, key));
}

export function listAnswers(database: Database, owner: string): Promise<IdempotentAnswerRow[]> {
  return orm(database).select().from(idempotentAnswers).where(eq(idempotentAnswers.owner, owner));
}
