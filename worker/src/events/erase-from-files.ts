// Takes an erased person's events out of the files that hold them.
import type { ErasureMessage } from '@trimtab/shared/events.ts';
import type { Database } from '../db/database.ts';
import { removeEventsOf } from './event-lines.ts';
import { filesOfPerson, forgetFile } from './files-of-person.ts';

/** A Worker may ask other services a thousand times before it must end; each file takes four. */
const FILES_AT_ONCE = 100;

interface Stores {
  database: Database;
  bucket: R2Bucket;
  queue: Queue;
}

/** Works through some files, and leaves the rest to a message of its own. @throws Error when a file changed meanwhile */
export async function eraseFromFiles(
  erasure: ErasureMessage,
  { database, bucket, queue }: Stores,
): Promise<void> {
  const files = await filesOfPerson({ database, bucket }, erasure.person, { limit: FILES_AT_ONCE });
  for (const file of files) {
    if (!(await removeEventsOf(bucket, erasure, file))) {
      throw new Error(`${file} was changed while a person was taken out of it; the queue tries again`);
    }
    await forgetFile({ database, bucket }, erasure.person, file);
  }
  if (files.length === FILES_AT_ONCE) await queue.send(erasure, { contentType: 'json' });
}
