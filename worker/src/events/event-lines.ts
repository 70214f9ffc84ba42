// Files of event lines: a person's lines read from them, or taken out of them.
import { storedEventSchema, type StoredEvent } from '@trimtab/shared/events.ts';

/** The person's events in a file; none when the file is gone. */
export async function readEventsOf(bucket: R2Bucket, person: string, file: string): Promise<StoredEvent[]> {
  const text = (await (await bucket.get(file))?.text()) ?? '';
  // Most lines are of others: only those that hold the pseudonym are parsed.
  const events = linesOf(text).flatMap((line) => (line.includes(person) ? parseLine(line) : []));
  return events.filter((event) => event.person === person);
}

/**
 * Rewrites a file without the person's events until `erasedAt`.
 *
 * @returns false when somebody else changed the file meanwhile
 */
export async function removeEventsOf(
  bucket: R2Bucket,
  { person, erasedAt }: { person: string; erasedAt: string },
  file: string,
): Promise<boolean> {
  const found = await bucket.get(file);
  if (found === null) return true;
  const isErased = (line: string): boolean =>
    line.includes(person) &&
    parseLine(line).some((event) => event.person === person && event.receivedAt <= erasedAt);
  const left = linesOf(await found.text()).filter((line) => !isErased(line));
  const text = left.map((line) => `${line}\n`).join('');
  const put = await bucket.put(file, text, {
    onlyIf: { etagMatches: found.etag },
    httpMetadata: { contentType: 'application/x-ndjson' },
  });
  return put !== null;
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const parseLine = (line: string): StoredEvent[] => {
  const { data } = storedEventSchema.safeParse(JSON.parse(line));
  return data === undefined ? [] : [data];
};
