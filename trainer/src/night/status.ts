// What an operator looks at in the morning: what serves, and how the last nights went.
import type { ObjectStore } from '../publish/object-store.ts';
import { knownVersions, type KnownVersion } from '../publish/versions.ts';
import { readObject } from './json-object.ts';
import { LAST_GOOD_KEY, lastGoodSchema, recordKey, recordSchema, type NightRecord } from './record.ts';

/** Nights that are looked for, today's first. */
const DAYS = 7;
const DAY_MS = 86_400_000;

export interface Status {
  serving: KnownVersion;
  /** Date and version of the last night that was promoted; null where there was none. */
  lastGood: { date: string; version: string } | null;
  /** The nights of the last week, newest first. */
  nights: Pick<NightRecord, 'date' | 'outcome' | 'candidate' | 'error'>[];
}

/** @throws PublishError, and NightError where a record is of a newer format */
export async function statusOf(store: ObjectStore, now: number): Promise<Status> {
  const [serving] = await knownVersions(store);
  if (serving === undefined) throw new RangeError('a pointer names the version that serves');
  const lastGood = await readObject(store, LAST_GOOD_KEY, lastGoodSchema);
  const dates = Array.from({ length: DAYS }, (_, day) =>
    new Date(now - day * DAY_MS).toISOString().slice(0, 10),
  );
  const records = await Promise.all(dates.map((date) => readObject(store, recordKey(date), recordSchema)));
  return {
    serving,
    lastGood: lastGood && { date: lastGood.value.date, version: lastGood.value.version },
    nights: records.flatMap((found) => {
      if (found === null) return [];
      const { date, outcome, candidate, error } = found.value;
      return [
        { date, ...(outcome && { outcome }), ...(candidate && { candidate }), ...(error && { error }) },
      ];
    }),
  };
}
