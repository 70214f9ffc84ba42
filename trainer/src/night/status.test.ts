import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleContent } from '../../testing/example-content.ts';
import { memoryStore } from '../../testing/memory-store.ts';
import { writeArtifact } from '../publish/artifact.ts';
import { publishArtifact } from '../publish/publish.ts';
import { putObject } from './json-object.ts';
import { LAST_GOOD_KEY, recordKey } from './record.ts';
import { statusOf } from './status.ts';

const [A, B, C] = ['version-a', 'version-b', 'version-c'] as const;
const NOON = Date.UTC(2026, 10, 30, 12);

let artifact: string;

beforeAll(async () => {
  artifact = join(await mkdtemp(join(tmpdir(), 'trimtab-status-')), A);
  await writeArtifact(artifact, exampleContent(A));
});
afterAll(() => rm(join(artifact, '..'), { recursive: true }));

const nightOf = (date: string, more: object) => ({
  format: 1,
  date,
  owner: 'a laptop',
  startedAt: `${date}T03:00:00Z`,
  serving: A,
  steps: [],
  ...more,
});

async function storeWithNights() {
  const store = memoryStore();
  await publishArtifact(store, artifact);
  await putObject(store, POINTER_KEY, { current: A, previous: B, rolledBack: [C] });
  await putObject(
    store,
    recordKey('2026-11-30'),
    nightOf('2026-11-30', { outcome: 'held back', candidate: C }),
  );
  await putObject(store, recordKey('2026-11-28'), nightOf('2026-11-28', {}));
  await putObject(store, recordKey('2026-11-23'), nightOf('2026-11-23', { outcome: 'promoted' }));
  return store;
}

it('tells what serves, and the nights of the last week, newest first', async () => {
  const { serving, lastGood, nights } = await statusOf(await storeWithNights(), NOON);
  expect(serving).toMatchObject({ modelVersion: A, state: 'serves', facts: { ndcg10: null } });
  expect(lastGood).toBeNull();
  expect(nights).toEqual([
    { date: '2026-11-30', outcome: 'held back', candidate: C },
    { date: '2026-11-28' },
  ]);
});

it('says that nothing serves, and what to run', async () => {
  await expect(statusOf(memoryStore(), NOON)).rejects.toMatchObject({
    code: 'not-published',
    message: expect.stringContaining('trimtab publish') as unknown,
  });
});

it('tells a damaged record from a night that there was not', async () => {
  const store = await storeWithNights();
  await putObject(store, LAST_GOOD_KEY, { format: 2 });
  await expect(statusOf(store, NOON)).rejects.toMatchObject({ code: 'unreadable-record' });
});
