// From the Worker's files of events to interactions that training reads: who may not be learnt from is left out here.
import {
  eventsPrefix,
  objectionPrefix,
  objectionSchema,
  storedEventSchema,
  tombstonePrefix,
  tombstoneSchema,
  withdrawalPrefix,
  withdrawalSchema,
  type StoredEvent,
} from '@trimtab/shared/events.ts';
import { z } from 'zod';
import { DataError } from '../data/errors.ts';
import { botsAmong } from './bots.ts';
import type { EventFiles } from './event-files.ts';
import { inParallel } from './in-parallel.ts';

/** A row of the table that `--data` reads; only consented events ever reach the files. */
export interface GatheredInteraction {
  user: string;
  item: string;
  time: string;
  rating?: number;
}

const count = z.int().nonnegative();

export const countsSchema = z.object({
  files: count,
  lines: count,
  interactions: count,
  people: count,
  /** The same id of the same person again. */
  repeated: count,
  /** Received before their person was erased. */
  erased: count,
  /** Received before their person took their consent back. */
  withdrawn: count,
  /** Of people who do not want to be profiled now. */
  objected: count,
  /** Events of people that are none (`bots.ts`), and how many such people there are. */
  dropped: count,
  bots: count,
  /** Interactions with items that their person did not want afterwards. */
  unwanted: count,
  /** Impressions and what people did not want: no interactions. */
  otherTypes: count,
});

export interface Gathered {
  interactions: GatheredInteraction[];
  counts: z.infer<typeof countsSchema>;
}

/** @throws DataError `unreadable-row` or `unreadable-file`, for what is not as the Worker writes it */
export async function gatherEvents(files: EventFiles): Promise<Gathered> {
  const { erasedAt, withdrawnAt, objecting } = await readMarks(files);
  const keys = await files.keys(eventsPrefix);
  const read = (
    await inParallel(keys, FILES_AT_ONCE, async (key) =>
      eventsOf(await files.read(key), `${key} in ${files.name}`),
    )
  ).flat();
  const allowed = read.filter(({ person }) => !objecting.has(person));
  const present = allowed.filter(isAfter(erasedAt));
  const consented = present.filter(isAfter(withdrawnAt));
  const once = firstOfEach(consented);
  const bots = botsAmong(once);
  const human = once.filter(({ person }) => !bots.has(person));
  const wanted = withoutUnwanted(human);
  const interactions = wanted.flatMap(interactionOf);
  return {
    interactions,
    counts: {
      files: keys.length,
      lines: read.length,
      interactions: interactions.length,
      people: new Set(interactions.map(({ user }) => user)).size,
      repeated: consented.length - once.length,
      erased: allowed.length - present.length,
      withdrawn: present.length - consented.length,
      objected: read.length - allowed.length,
      dropped: once.length - human.length,
      bots: bots.size,
      unwanted: human.length - wanted.length,
      otherTypes: wanted.length - interactions.length,
    },
  };
}

/** Files read at the same time: each is a request to R2 that waits far longer than it works. */
const FILES_AT_ONCE = 32;

interface Marks {
  erasedAt: ReadonlyMap<string, number>;
  withdrawnAt: ReadonlyMap<string, number>;
  objecting: ReadonlySet<string>;
}

async function readMarks(files: EventFiles): Promise<Marks> {
  const marks = async <Schema extends z.ZodType>(
    prefix: string,
    schema: Schema,
  ): Promise<z.output<Schema>[]> =>
    inParallel(await files.keys(prefix), FILES_AT_ONCE, (key) => readMark(files, key, schema));
  const [tombstones, withdrawals, objections] = [
    await marks(tombstonePrefix, tombstoneSchema),
    await marks(withdrawalPrefix, withdrawalSchema),
    await marks(objectionPrefix, objectionSchema),
  ];
  return {
    erasedAt: new Map(tombstones.map(({ person, erasedAt }) => [person, Date.parse(erasedAt)])),
    withdrawnAt: new Map(withdrawals.map(({ person, withdrawnAt }) => [person, Date.parse(withdrawnAt)])),
    objecting: new Set(objections.map(({ person }) => person)),
  };
}

/** What was received after the person's time in `until`, or of whom there is none. */
const isAfter =
  (until: ReadonlyMap<string, number>) =>
  ({ person, receivedAt }: StoredEvent): boolean =>
    Date.parse(receivedAt) > (until.get(person) ?? -Infinity);

/** Leaves out what a person took and then did not want; what they took again afterwards counts. */
function withoutUnwanted(events: readonly StoredEvent[]): StoredEvent[] {
  const unwantedAt = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'not_interested') continue;
    const key = `${event.person} ${event.item}`;
    unwantedAt.set(key, Math.max(unwantedAt.get(key) ?? -Infinity, Date.parse(event.at)));
  }
  return events.filter((event) => {
    if (event.type !== 'interaction') return true;
    return Date.parse(event.at) > (unwantedAt.get(`${event.person} ${event.item}`) ?? -Infinity);
  });
}

/** An id of a person counts once, as it was received first. In the order of time, so that the same files give the same table. */
function firstOfEach(events: readonly StoredEvent[]): StoredEvent[] {
  const byReceipt = events.toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  const first = new Map<string, StoredEvent>();
  for (const event of byReceipt) {
    const key = `${event.person} ${event.id}`;
    if (!first.has(key)) first.set(key, event);
  }
  return [...first.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
}

function interactionOf(event: StoredEvent): GatheredInteraction[] {
  if (event.type !== 'interaction') return [];
  const { person, item, at, value } = event;
  return [{ user: person, item, time: at, ...(value !== undefined && { rating: value }) }];
}

function eventsOf(text: string, file: string): StoredEvent[] {
  return text.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    const { data, error } = storedEventSchema.safeParse(parsed(line));
    if (data !== undefined) return [data];
    throw new DataError('unreadable-row', {
      file,
      row: i + 1,
      problem: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      expected: 'an event as the Worker stores it',
      advice: 'Correct or remove this line',
    });
  });
}

async function readMark<Schema extends z.ZodType>(
  files: EventFiles,
  key: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { data } = schema.safeParse(parsed(await files.read(key)));
  if (data !== undefined) return data;
  throw new DataError('unreadable-file', {
    file: `${key} in ${files.name}`,
    problem: 'does not say whose events to leave out',
    expected: 'a mark as the Worker writes it',
    advice: 'Correct it: without it somebody would be learnt from who must not be',
  });
}

/** What is not JSON fits no schema. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
