// Marks beside the events: who objects, who took their consent back, who was erased. Training reads them, and no restore of
// the database undoes them.
import {
  objectionKey,
  tombstoneKey,
  tombstoneSchema,
  withdrawalKey,
  type Objection,
  type Tombstone,
  type Withdrawal,
} from '@trimtab/shared/events.ts';
import { hashOf } from '../auth/secret-token.ts';
import { pseudonymIfAny } from './pseudonym.ts';

/** The person's pseudonym; where the service takes no events, and so has none, a hash of the subject. */
export async function markNameOf(subject: string, secret: string | undefined): Promise<string> {
  return (await pseudonymIfAny(subject, secret)) ?? hashOf(`trimtab-person:${subject}`);
}

export async function isObjecting(bucket: R2Bucket, person: string): Promise<boolean> {
  return (await bucket.head(objectionKey(person))) !== null;
}

export async function markObjection(bucket: R2Bucket, person: string, now: Date): Promise<void> {
  const objection: Objection = { person, since: now.toISOString() };
  await bucket.put(objectionKey(person), JSON.stringify(objection));
}

/**
 * Brings the mark in step with what was saved. Of two who choose at once each looks at what is saved after it has
 * changed the mark, so that the mark of the later choice stays.
 *
 * @param isSaved whether profiling is allowed by what is saved now
 */
export async function keepMarkInStep(
  bucket: R2Bucket,
  { person, now, isSaved }: { person: string; now: Date; isSaved: () => Promise<boolean> },
): Promise<void> {
  if (await isSaved()) await bucket.delete(objectionKey(person));
  if (!(await isSaved())) await markObjection(bucket, person, now);
}

export async function markWithdrawal(bucket: R2Bucket, person: string, now: Date): Promise<void> {
  const withdrawal: Withdrawal = { person, withdrawnAt: now.toISOString() };
  await bucket.put(withdrawalKey(person), JSON.stringify(withdrawal));
}

/** The tombstone says all that the other marks could say. */
export async function markErasure(bucket: R2Bucket, tombstone: Tombstone): Promise<void> {
  const { person } = tombstone;
  await bucket.put(tombstoneKey(person), JSON.stringify(tombstone));
  await bucket.delete([objectionKey(person), withdrawalKey(person)]);
}

/** @returns when the person was erased last, or null */
export async function timeOfErasure(bucket: R2Bucket, person: string): Promise<string | null> {
  const found = await bucket.get(tombstoneKey(person));
  return found && tombstoneSchema.parse(await found.json()).erasedAt;
}
