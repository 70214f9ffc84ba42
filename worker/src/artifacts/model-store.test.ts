// Which version serves when publishing goes right or wrong, inside workerd with real R2 and real graphs.
import { beforeEach, describe, expect, test } from 'vitest';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { bindings, point, putVersion, testApp, type TestApp } from '../../test/harness.ts';

const GOOD = 'good-000001';
const NEXT = 'next-000002';
/** As long as an isolate may go on without reading the pointer again. */
const POINTER_AGE = 30_000;

beforeEach(async () => {
  const { objects } = await bindings.ARTIFACTS.list();
  await bindings.ARTIFACTS.delete(objects.map(({ key }) => key));
  await putVersion(GOOD);
  await point(GOOD);
});

const servedBy = async ({ ask }: TestApp): Promise<unknown[]> => {
  const { status, body } = await ask('GET', '/v1/model');
  return [status, body['modelVersion'] ?? body['type'], body['degraded']];
};

const refusals = ({ log }: TestApp): unknown[] =>
  log
    .filter(({ event }) => event === 'artifact-refused')
    .map(({ modelVersion, fault }) => [modelVersion, fault]);

const UNAVAILABLE = [503, 'urn:trimtab:problem:model-unavailable', undefined];

describe('following the pointer', () => {
  test('a new version serves within 30 s, and not before the pointer is read again', async () => {
    const app = testApp();
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
    await putVersion(NEXT);
    await point(NEXT, GOOD);
    app.clock.now += POINTER_AGE - 1;
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
    app.clock.now += 1;
    expect(await servedBy(app)).toEqual([200, NEXT, false]);
  });

  test('a rollback is followed as well', async () => {
    await putVersion(NEXT);
    await point(NEXT, GOOD);
    const app = testApp();
    expect(await servedBy(app)).toEqual([200, NEXT, false]);
    await point(GOOD, NEXT);
    app.clock.now += POINTER_AGE;
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
  });

  test('requests that come together share one load', async () => {
    const app = testApp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => servedBy(app)));
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(app.log.filter(({ event }) => event === 'model-loaded')).toHaveLength(1);
  });

  test('requests under way while the model is replaced get whole answers', async () => {
    const app = testApp();
    await servedBy(app);
    await putVersion(NEXT);
    await point(NEXT, GOOD);
    app.clock.now += POINTER_AGE;
    const body = { history: ['i4', 'i2'], compare: true };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.ask('POST', '/v1/recommendations', { body })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  });
});

const manifestOf = async (version: string): Promise<string> => {
  const object = await bindings.ARTIFACTS.get(artifactKey(version, 'manifest.json'));
  return (await object?.text()) ?? '';
};

/** Publishes NEXT with one thing wrong. */
async function putBad(alter: Record<string, string | null>): Promise<void> {
  await putVersion(NEXT, alter);
  await point(NEXT, GOOD);
}

const sameLength = async (name: string): Promise<string> => {
  const object = await bindings.ARTIFACTS.head(artifactKey(GOOD, name));
  return ' '.repeat(object?.size ?? 0);
};

describe('a bad version', () => {
  test.for<[string, () => Promise<Record<string, string | null>>, string]>([
    ['a graph with other bytes', async () => ({ 'head.onnx': await sameLength('head.onnx') }), 'wrong-hash'],
    [
      'a catalogue with other bytes',
      async () => ({ 'catalogue.json': await sameLength('catalogue.json') }),
      'wrong-hash',
    ],
    [
      'samples with other bytes',
      async () => ({ 'samples.json': await sameLength('samples.json') }),
      'wrong-hash',
    ],
    ['a graph cut short', async () => ({ 'encoder.onnx': 'ONNX' }), 'wrong-size'],
    ['a missing file', async () => ({ 'concepts.json': null }), 'missing'],
    ['no manifest', async () => ({ 'manifest.json': null }), 'missing'],
    ['a manifest that is not JSON', async () => ({ 'manifest.json': '{' }), 'not-json'],
    [
      'a manifest of a newer format',
      async () => ({ 'manifest.json': '{"format": 2, "files": []}' }),
      'newer-format',
    ],
    ['a manifest that lacks parts', async () => ({ 'manifest.json': '{"format": 1}' }), 'invalid'],
    [
      'the manifest of another version',
      async () => ({ 'manifest.json': await manifestOf(GOOD) }),
      'inconsistent',
    ],
    [
      'fewer items than promised',
      async () => ({
        'manifest.json': (await manifestOf(GOOD)).replace(GOOD, NEXT).replace('"items":30', '"items":31'),
      }),
      'inconsistent',
    ],
    [
      'a basis of latents that the model lacks',
      async () => ({
        'manifest.json': (await manifestOf(GOOD)).replace(GOOD, NEXT).replace('"latents":24', '"latents":9'),
      }),
      'inconsistent',
    ],
  ])('%s: refused with a log line, and the last good model goes on serving', async ([, alter, fault]) => {
    const app = testApp();
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
    await putBad(await alter());
    app.clock.now += POINTER_AGE;
    expect(await servedBy(app)).toEqual([200, GOOD, true]);
    expect(refusals(app)).toEqual([[NEXT, fault]]);
    expect((await app.ask('GET', '/healthz')).body).toEqual({ status: 'degraded', modelVersion: GOOD });
  });

  test('graphs whose hashes are right but that no runtime loads', async () => {
    const bytes = new TextEncoder().encode('not a graph');
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const manifest = JSON.parse((await manifestOf(GOOD)).replace(GOOD, NEXT)) as {
      files: Record<string, unknown>;
    };
    manifest.files['head.onnx'] = { bytes: bytes.length, sha256 };
    await putBad({ 'head.onnx': 'not a graph', 'manifest.json': JSON.stringify(manifest) });
    const app = testApp();
    expect(await servedBy(app)).toEqual([200, GOOD, true]);
    expect(refusals(app)).toEqual([[NEXT, 'unusable-graph']]);
  });

  test('at the first load the version before serves instead', async () => {
    await putBad({ 'head.onnx': await sameLength('head.onnx') });
    expect(await servedBy(testApp())).toEqual([200, GOOD, true]);
  });

  test('it is not downloaded again for a minute, and serves once it is repaired', async () => {
    await putBad({ 'head.onnx': null });
    const app = testApp();
    await servedBy(app);
    app.clock.now += POINTER_AGE;
    await servedBy(app);
    expect(refusals(app)).toHaveLength(1);
    await putVersion(NEXT);
    app.clock.now += POINTER_AGE;
    expect(await servedBy(app)).toEqual([200, NEXT, false]);
  });

  test('a pointer that cannot be read leaves what serves', async () => {
    const app = testApp();
    await servedBy(app);
    await bindings.ARTIFACTS.put(POINTER_KEY, 'nonsense');
    app.clock.now += POINTER_AGE;
    expect(await servedBy(app)).toEqual([200, GOOD, true]);
    await point(GOOD);
    app.clock.now += POINTER_AGE;
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
  });
});

describe('nothing to serve', () => {
  test('503 that says when to come back, until something is published', async () => {
    await bindings.ARTIFACTS.delete(POINTER_KEY);
    const app = testApp();
    const { status, headers } = await app.ask('GET', '/healthz');
    expect([status, headers.get('retry-after')]).toEqual([503, '30']);
    expect(await servedBy(app)).toEqual(UNAVAILABLE);
    await point(GOOD);
    expect(await servedBy(app)).toEqual([200, GOOD, false]);
  });

  test('503 when both versions of the pointer are bad', async () => {
    await putVersion(NEXT, { 'head.onnx': null });
    await putVersion(GOOD, { 'head.onnx': null });
    await point(NEXT, GOOD);
    const app = testApp();
    expect(await servedBy(app)).toEqual(UNAVAILABLE);
    expect(refusals(app)).toEqual([
      [NEXT, 'missing'],
      [GOOD, 'missing'],
    ]);
  });
});
