// What people did, sent by apps with consent: requests, the lines that are stored, and the keys they are stored under.
import { z } from 'zod';

const itemId = z.string().min(1).max(200);

/** Of the sender's choice; the same id of the same person counts once. */
const eventId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, _ or -');
const recommendationId = z.string().min(1).max(64);

const common = { id: eventId, at: z.iso.datetime({ offset: true }) };

/** The person took an item: watched, bought, read. */
const interactionShape = {
  type: z.literal('interaction'),
  ...common,
  item: itemId,
  recommendationId: recommendationId.optional(),
  /** A rating, where the app has one. */
  value: z.number().min(-1e6).max(1e6).optional(),
};

/** The person was shown these items, in this order. */
const impressionShape = {
  type: z.literal('impression'),
  ...common,
  recommendationId,
  items: z.array(itemId).min(1).max(100),
};

/** The person said that they do not want an item. */
const refusalShape = {
  type: z.literal('not_interested'),
  ...common,
  item: itemId,
  recommendationId: recommendationId.optional(),
};

export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject(interactionShape),
  z.strictObject(impressionShape),
  z.strictObject(refusalShape),
]);

export const EVENTS_PER_REQUEST = 100;

export const eventsRequestSchema = z
  .strictObject({
    /** Whether the person agreed that these events train the next model; without it nothing is kept. */
    consent: z.boolean(),
    /** One or more, unless all that is told is that consent is taken back. */
    events: z.array(eventSchema).max(EVENTS_PER_REQUEST),
  })
  .refine(({ consent, events }) => !consent || events.length > 0, {
    path: ['events'],
    message: 'expected at least one event where there is consent',
  });

export const eventsResponseSchema = z.object({
  accepted: z.int().nonnegative(),
  /** Why nothing was kept: no consent was given, or the person does not want to be profiled. */
  dropped: z.enum(['no-consent', 'profiling-off']).optional(),
});

/** What a message of the queue asks for. People are named by pseudonym. */
export const queueMessageSchema = z.discriminatedUnion('kind', [
  /** Store the events of one request. */
  z.object({
    kind: z.literal('events'),
    person: z.string(),
    receivedAt: z.iso.datetime(),
    events: z.array(eventSchema),
  }),
  /** Take what was received of a person until then out of the files. */
  z.object({ kind: z.literal('erasure'), person: z.string(), erasedAt: z.iso.datetime() }),
]);

const received = { person: z.string(), receivedAt: z.iso.datetime() };

/** One line of a stored file. What a newer version added is left out. */
export const storedEventSchema = z.discriminatedUnion('type', [
  z.object({ ...interactionShape, ...received }),
  z.object({ ...impressionShape, ...received }),
  z.object({ ...refusalShape, ...received }),
]);

/** Training leaves out what this person's events say up to then. */
export const tombstoneSchema = z.object({ person: z.string(), erasedAt: z.iso.datetime() });

/** Training leaves out all of this person's events, for as long as the mark stands. */
export const objectionSchema = z.object({ person: z.string(), since: z.iso.datetime() });

/** Training leaves out what was received of this person until then: they took their consent back. */
export const withdrawalSchema = z.object({ person: z.string(), withdrawnAt: z.iso.datetime() });

/** Days that stored events are kept: the bucket's lifecycle rule deletes older ones. */
export const EVENTS_KEPT_DAYS = 180;

export const eventsPrefix = 'events/';
export const tombstonePrefix = 'tombstones/';
export const objectionPrefix = 'objections/';
export const withdrawalPrefix = 'withdrawals/';
const peoplePrefix = 'people/';

/** Files of lines, by the day of their receipt: `events/2026-11-22/<hash>.ndjson`. */
export const eventFileKey = (day: string, name: string): string => `${eventsPrefix}${day}/${name}.ndjson`;

export const tombstoneKey = (person: string): string => `${tombstonePrefix}${person}.json`;

/** Marks of people who do not want to be profiled; each stays until the person changes their choice. */
export const objectionKey = (person: string): string => `${objectionPrefix}${person}.json`;

export const withdrawalKey = (person: string): string => `${withdrawalPrefix}${person}.json`;

/** Objects without content, whose names say which files hold events of a person. */
export const filesOfPersonPrefix = (person: string): string => `${peoplePrefix}${person}/`;

export const fileOfPersonKey = (person: string, file: string): string =>
  filesOfPersonPrefix(person) + file.slice(eventsPrefix.length);

export const eventFileOf = (person: string, key: string): string =>
  eventsPrefix + key.slice(filesOfPersonPrefix(person).length);

export type Event = z.infer<typeof eventSchema>;
export type EventsRequest = z.input<typeof eventsRequestSchema>;
export type QueueMessage = z.infer<typeof queueMessageSchema>;
export type EventsMessage = Extract<QueueMessage, { kind: 'events' }>;
export type ErasureMessage = Extract<QueueMessage, { kind: 'erasure' }>;
export type StoredEvent = z.infer<typeof storedEventSchema>;
export type Tombstone = z.infer<typeof tombstoneSchema>;
export type Withdrawal = z.infer<typeof withdrawalSchema>;
export type Objection = z.infer<typeof objectionSchema>;
