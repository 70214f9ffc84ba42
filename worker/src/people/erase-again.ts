// After a restore of the database people are back who had themselves erased since the backup: they are erased again.
import { tombstonePrefix } from '@trimtab/shared/events.ts';
import { eraseOlder, ownersOf } from '../db/people.ts';
import { findErasures, noteErasure } from '../db/tombstones.ts';
import { markNameOf, timeOfErasure } from '../events/marks.ts';
import type { Log } from '../log.ts';

interface Stores {
  database: D1Database;
  bucket: R2Bucket;
  secret: string | undefined;
  log: Log;
}

/** Tombstones that stand beside the events and not in the database tell that it was set back. */
export async function eraseAgain({ database, bucket, secret, log }: Stores): Promise<void> {
  const missing = await missingErasures(database, bucket);
  if (missing.size === 0) return;
  for (const owner of await ownersOf(database)) {
    const at = missing.get(await markNameOf(owner, secret));
    if (at !== undefined) await eraseOlder(database, owner, at);
  }
  for (const [person, at] of missing) await noteErasure(database, person, at);
  log({ level: 'warn', event: 'erased-again', people: missing.size });
}

/** @returns name of the mark → time of the erasure in ms */
async function missingErasures(database: D1Database, bucket: R2Bucket): Promise<Map<string, number>> {
  const missing = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix: tombstonePrefix, ...(cursor && { cursor }) });
    const names = page.objects.map(({ key }) => key.slice(tombstonePrefix.length, -'.json'.length));
    const known = await findErasures(database, names);
    for (const name of names) {
      if (known.has(name)) continue;
      const at = await timeOfErasure(bucket, name);
      if (at !== null) missing.set(name, Date.parse(at));
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return missing;
}
