// Everything that is held about a person, gathered for them.
import type { StoredEvent } from '@trimtab/shared/events.ts';
import type { PersonExport } from '@trimtab/shared/me.ts';
import type { Database } from '../db/database.ts';
import { listAnswers, SEALED_PREFIX } from '../db/idempotent-answers.ts';
import { listAllRevisions, listPresets, toPreset, toRevision } from '../db/presets.ts';
import { readEventsOf } from '../events/event-lines.ts';
import { filesOfPerson } from '../events/files-of-person.ts';

/** Files of one answer: each is a request to R2, and a Worker may make a thousand. */
const FILES_AT_ONCE = 200;

/** Files read at the same time; a Worker may hold six connections. */
const PARALLEL = 6;

interface Stores {
  database: Database;
  bucket: R2Bucket;
}

interface Whose {
  owner: string;
  pseudonym: string | null;
  /** File of events that the answer before ended with. */
  after?: string | undefined;
}

export async function exportPerson(
  { database, bucket }: Stores,
  { owner, pseudonym, after }: Whose,
): Promise<Pick<PersonExport, 'presets' | 'answers' | 'events'>> {
  const revisions = await listAllRevisions(database, owner);
  const presets = (await listPresets(database, owner)).map((row) => ({
    ...toPreset(row),
    revisions: revisions.filter(({ presetId }) => presetId === row.id).map(toRevision),
  }));
  const files =
    pseudonym === null
      ? []
      : await filesOfPerson({ database, bucket }, pseudonym, { after, limit: FILES_AT_ONCE });
  return {
    presets,
    answers: (await listAnswers(database, owner)).map(({ key, createdAt, body }) => ({
      key,
      createdAt: createdAt.toISOString(),
      // What only its key opens stays closed.
      body: key.startsWith(SEALED_PREFIX) ? null : body,
    })),
    events: {
      pseudonym,
      stored: pseudonym === null ? [] : await readAll(bucket, pseudonym, files),
      next: files.length < FILES_AT_ONCE ? null : (files.at(-1) ?? null),
    },
  };
}

async function readAll(bucket: R2Bucket, person: string, files: readonly string[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let start = 0; start < files.length; start += PARALLEL) {
    const some = files.slice(start, start + PARALLEL);
    events.push(...(await Promise.all(some.map((file) => readEventsOf(bucket, person, file)))).flat());
  }
  return events;
}
