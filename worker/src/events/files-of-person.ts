// Which files hold events of a person. Names of objects in R2 say it, which no restore of the database undoes; the database
// says it of files from before there were such names.
import { eventFileOf, fileOfPersonKey, filesOfPersonPrefix } from '@trimtab/shared/events.ts';
import type { Database } from '../db/database.ts';
import { forgetEventFile, listEventFiles } from '../db/event-receipts.ts';

interface Stores {
  database: Database;
  bucket: R2Bucket;
}

/** Objects written at the same time; a Worker may hold six connections. */
const PARALLEL = 6;

/** Before the file itself is written: a name too many leads to nothing. */
export async function noteFile(bucket: R2Bucket, file: string, people: Iterable<string>): Promise<void> {
  const keys = [...new Set(people)].map((person) => fileOfPersonKey(person, file));
  for (let start = 0; start < keys.length; start += PARALLEL) {
    await Promise.all(keys.slice(start, start + PARALLEL).map((key) => bucket.put(key, '')));
  }
}

/** Oldest name first, after one or from the first. */
export async function filesOfPerson(
  { database, bucket }: Stores,
  person: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const startAfter = after === undefined ? undefined : fileOfPersonKey(person, after);
  const [{ objects }, rows] = await Promise.all([
    bucket.list({ prefix: filesOfPersonPrefix(person), limit, ...(startAfter && { startAfter }) }),
    listEventFiles(database, person, { after, limit }),
  ]);
  const named = objects.map(({ key }) => eventFileOf(person, key));
  return [...new Set([...named, ...rows])].toSorted().slice(0, limit);
}

/** Once a file holds nothing of a person any more. */
export async function forgetFile({ database, bucket }: Stores, person: string, file: string): Promise<void> {
  await forgetEventFile(database, person, file);
  await bucket.delete(fileOfPersonKey(person, file));
}
