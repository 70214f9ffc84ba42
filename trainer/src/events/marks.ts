// Marks beside the events: whose may not be learnt from.
import {
  objectionPrefix,
  objectionSchema,
  tombstonePrefix,
  tombstoneSchema,
  withdrawalPrefix,
  withdrawalSchema,
} from '@trimtab/shared/events.ts';
import type { z } from 'zod';
import { DataError } from '../data/errors.ts';
import { readText, type EventFiles } from './event-files.ts';
import { inParallel } from './in-parallel.ts';

/** Files read at the same time: each is a request to R2 that waits far longer than it works. */
export const FILES_AT_ONCE = 32;

export interface Marks {
  /** What was received of a person until then is left out. Milliseconds since 1970. */
  erasedAt: ReadonlyMap<string, number>;
  withdrawnAt: ReadonlyMap<string, number>;
  objecting: ReadonlySet<string>;
}

/** @throws DataError `unreadable-file`: without a mark somebody would be learnt from who must not be */
export async function readMarks(files: EventFiles): Promise<Marks> {
  const marks = async <Schema extends z.ZodType>(
    prefix: string,
    schema: Schema,
  ): Promise<z.output<Schema>[]> =>
    inParallel(await files.list(prefix), FILES_AT_ONCE, ({ key }) => readMark(files, key, schema));
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

async function readMark<Schema extends z.ZodType>(
  files: EventFiles,
  key: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonOf(await readText(files, key)));
  if (parsed.success) return parsed.data;
  throw new DataError('unreadable-file', {
    file: `${key} in ${files.name}`,
    problem: 'does not say whose events to leave out',
    expected: 'a mark as the Worker writes it',
    advice: 'Correct it: without it somebody would be learnt from who must not be',
  });
}

/** What is not JSON fits no schema. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
