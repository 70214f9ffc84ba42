// Versions as the pointer has them: which serves, and what each was.
import { versionsResponseSchema } from '@trimtab/shared/browse.ts';
import { beforeEach, expect, test } from 'vitest';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { bindings, bodyOf, putVersion, serveTiny, testApp, TINY_VERSION } from '../../test/harness.ts';

const { ask } = testApp();

const states = async (): Promise<string[]> => {
  const answer = await ask('GET', '/v1/model/versions');
  expect(answer.status).toBe(200);
  const { versions } = bodyOf(answer, versionsResponseSchema);
  return versions.map(({ modelVersion, state }) => `${modelVersion} ${state}`);
};

const pointTo = (pointer: object): Promise<unknown> =>
  bindings.ARTIFACTS.put(POINTER_KEY, JSON.stringify(pointer));

beforeEach(serveTiny);

test('the version that serves comes first, with what it was trained on and reached', async () => {
  const { body } = await ask('GET', '/v1/model/versions');
  const { metrics } = (await ask('GET', '/v1/model')).body;
  expect(body['versions']).toEqual([
    {
      modelVersion: TINY_VERSION,
      state: 'serves',
      facts: {
        createdAt: expect.any(String),
        data: expect.objectContaining({ users: 10, interactions: 465 }),
        hr10: metrics?.['recommender']?.['hr10'] ?? null,
        ndcg10: metrics?.['recommender']?.['ndcg10'] ?? null,
      },
    },
  ]);
});

test('a canary, what was rolled back and what served before are told apart', async () => {
  await putVersion('tiny-000002');
  await pointTo({
    current: TINY_VERSION,
    previous: 'tiny-000002',
    earlier: ['tiny-000003'],
    rolledBack: ['tiny-000004', 'tiny-000002'],
    canary: { version: 'tiny-000005', share: 0.05 },
  });
  expect(await states()).toEqual([
    `${TINY_VERSION} serves`,
    'tiny-000005 canary',
    'tiny-000004 rolled-back',
    'tiny-000002 rolled-back',
    'tiny-000003 before',
  ]);
  const { versions } = (await ask('GET', '/v1/model/versions')).body;
  expect(versions?.[1]).toEqual({ modelVersion: 'tiny-000005', state: 'canary', share: 0.05, facts: null });
  expect(versions?.[3]?.['facts']?.['data']).toMatchObject({ users: 10 });
});

test('a version that was promoted and cannot be loaded is awaited, and another serves', async () => {
  await putVersion('tiny-000006', { 'head.onnx': null });
  await pointTo({ current: 'tiny-000006', previous: TINY_VERSION });
  const { ask: askAnew } = testApp();
  const { versions } = bodyOf(await askAnew('GET', '/v1/model/versions'), versionsResponseSchema);
  expect(versions.map(({ modelVersion, state }) => [modelVersion, state])).toEqual([
    [TINY_VERSION, 'serves'],
    ['tiny-000006', 'awaited'],
  ]);
});

test('metrics that are not those of the manifest give no facts', async () => {
  await putVersion('tiny-000007');
  await bindings.ARTIFACTS.put(artifactKey('tiny-000007', 'metrics.json'), '{}');
  await pointTo({ current: TINY_VERSION, previous: 'tiny-000007' });
  const { versions } = (await ask('GET', '/v1/model/versions')).body;
  expect(versions?.[1]).toEqual({ modelVersion: 'tiny-000007', state: 'before', facts: null });
});
