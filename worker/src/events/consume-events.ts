// The queue's consumer: events of many requests become one file of lines in R2, and erasures take lines out again.
import {
  eventFileKey,
  queueMessageSchema,
  type ErasureMessage,
  type EventsMessage,
  type QueueMessage,
  type StoredEvent,
} from '@trimtab/shared/events.ts';
import { hashOf } from '../auth/secret-token.ts';
import type { Database } from '../db/database.ts';
import { claimEvents } from '../db/event-receipts.ts';
import { findErasures } from '../db/tombstones.ts';
import type { Log } from '../log.ts';
import { eraseFromFiles } from './erase-from-files.ts';
import { removeEventsOf } from './event-lines.ts';
import { noteFile } from './files-of-person.ts';
import { timeOfErasure } from './marks.ts';

interface Stores {
  database: Database;
  bucket: R2Bucket;
  queue: Queue;
  log: Log;
}

interface Line {
  message: string;
  event: StoredEvent;
}

type Numbered<Message> = Message & { id: string };

/** Failures throw, and the queue delivers the batch again. */
export async function consumeEvents(batch: MessageBatch, stores: Stores): Promise<void> {
  const messages = batch.messages.flatMap(({ id, body }) => readMessage(id, body, stores.log));
  const [first] = batch.messages;
  if (first === undefined) return;
  const day = first.timestamp.toISOString().slice(0, 10);
  await storeEvents(messages.filter(isOfEvents), day, stores);
  for (const { person, erasedAt } of messages.filter(isErasure)) {
    await eraseFromFiles({ kind: 'erasure', person, erasedAt }, stores);
  }
}

const isOfEvents = (message: Numbered<QueueMessage>): message is Numbered<EventsMessage> =>
  message.kind === 'events';

const isErasure = (message: Numbered<QueueMessage>): message is Numbered<ErasureMessage> =>
  message.kind === 'erasure';

/**
 * Writes each event once, though queues may deliver twice and apps send again: an event belongs to the message that
 * came first with its id. The name of the file is made from its messages, so that the same batch writes the same file.
 * Only where a redelivered batch is cut differently after it was written can a line stand in two files, so readers
 * count an id of a person once.
 */
async function storeEvents(
  messages: readonly Numbered<EventsMessage>[],
  day: string,
  { database, bucket, log }: Stores,
): Promise<void> {
  if (messages.length === 0) return;
  const lines = await withoutErased(database, messages.flatMap(linesOf));
  const file = eventFileKey(day, await hashOf(messages.map(({ id }) => id).join('\n')));
  const claimed = await claimEvents(
    database,
    lines.map(({ message, event: { person, id, receivedAt } }) => ({ person, id, message, receivedAt })),
    file,
  );
  const kept = lines.filter((_, i) => claimed[i]);
  if (kept.length === 0) return;
  const people = new Set(kept.map(({ event }) => event.person));
  const text = kept.map(({ event }) => `${JSON.stringify(event)}\n`).join('');
  await noteFile(bucket, file, people);
  await bucket.put(file, text, { httpMetadata: { contentType: 'application/x-ndjson' } });
  await takeOutErased(bucket, file, people);
  log({
    level: 'info',
    event: 'events-stored',
    file,
    lines: kept.length,
    repeated: lines.length - kept.length,
  });
}

/**
 * Looks for tombstones once the file is there: who is erased while it is written is taken out of it by nobody else. It is
 * the bucket's tombstones that count here, since a restored database may lack some.
 */
async function takeOutErased(bucket: R2Bucket, file: string, people: Iterable<string>): Promise<void> {
  for (const person of people) {
    const at = await timeOfErasure(bucket, person);
    if (at === null) continue;
    if (!(await removeEventsOf(bucket, { person, erasedAt: at }, file))) {
      throw new Error(`${file} was changed while a person was taken out of it; the queue tries again`);
    }
  }
}

/** What is not a message of ours would fail for ever: it is logged and left. */
function readMessage(id: string, body: unknown, log: Log): Numbered<QueueMessage>[] {
  const { data, error } = queueMessageSchema.safeParse(body);
  if (data !== undefined) return [{ ...data, id }];
  log({ level: 'error', event: 'event-message-refused', message: id, reason: error.message });
  return [];
}

const linesOf = ({ id, person, receivedAt, events }: Numbered<EventsMessage>): Line[] =>
  events.map((event) => ({ message: id, event: { ...event, person, receivedAt } }));

/** Whoever was erased while their events waited in the queue stays erased. */
async function withoutErased(database: Database, lines: Line[]): Promise<Line[]> {
  const erasedAt = await findErasures(database, [...new Set(lines.map(({ event }) => event.person))]);
  return lines.filter(({ event: { person, receivedAt } }) => {
    const erased = erasedAt.get(person);
    return erased === undefined || Date.parse(receivedAt) > erased;
  });
}
