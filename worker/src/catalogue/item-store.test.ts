// Where ids and titles come from, inside workerd with real R2 and D1.
import { beforeEach, describe, expect, test } from 'vitest';
import { artifactKey } from '@trimtab/shared/manifest.ts';
import { bindings, fillStore, point, putVersion, testApp, type TestApp } from '../../test/harness.ts';

const GOOD = 'good-000001';
const OTHER = 'other-00002';
/** So long is a refused version not looked at again. */
const REFUSED_FOR = 60_000;

/** One more than fits the isolate. */
const beyond = { vars: { CATALOGUE_IN_MEMORY: '29' } };

beforeEach(async () => {
  await putVersion(GOOD);
  await point(GOOD);
});

const lastItem = async ({ ask }: TestApp): Promise<unknown> =>
  (await ask('GET', '/v1/items?id=i29')).body['items']?.[0]?.['title'];

describe('a catalogue beyond what the isolate holds', () => {
  test('is served with the item store’s ids and titles, and refused while that lacks them', async () => {
    await fillStore(OTHER);
    await bindings.CATALOGUE.exec(`delete from versions where version = '${GOOD}'`);
    const app = testApp(beyond);
    expect((await app.ask('GET', '/healthz')).status).toBe(503);
    const refused = app.log.find(({ event }) => event === 'artifact-refused');
    expect(refused?.['message']).toContain('the item store lacks this version: publish it again');
    await fillStore(GOOD);
    app.clock.now += REFUSED_FOR;
    expect(await lastItem(app)).toBe('The Western Number 29');
    await bindings.CATALOGUE.exec("update items set title = 'Of the store' where item = 29");
    expect(await lastItem(app)).toBe('Of the store');
  });

  test('a catalogue that just fits asks nothing of the store', async () => {
    await fillStore(GOOD);
    await bindings.CATALOGUE.exec('delete from items');
    const app = testApp({ vars: { CATALOGUE_IN_MEMORY: '30' } });
    expect(await lastItem(app)).toBe('The Western Number 29');
  });

  test('a version from before columns.json is served from memory', async () => {
    await fillStore(GOOD);
    await bindings.CATALOGUE.exec('delete from items');
    const manifest = await bindings.ARTIFACTS.get(artifactKey(GOOD, 'manifest.json'));
    const older = ((await manifest?.text()) ?? '').replace(/"columns\.json":\{[^}]*\},?/, '');
    await putVersion(GOOD, { 'manifest.json': older, 'columns.json': null });
    expect(await lastItem(testApp(beyond))).toBe('The Western Number 29');
  });
});
