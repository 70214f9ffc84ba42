// The popular list of a version whose graphs cannot be used, inside workerd with real R2.
import { expect, test } from 'vitest';
import { bindings, point, putVersion, testApp } from '../../test/harness.ts';

const BROKEN = 'broken-0001';
const POINTER_AGE = 30_000;

test('20 requests that no model can answer read one catalogue', async () => {
  await putVersion(BROKEN, { 'head.onnx': null });
  await point(BROKEN);
  const reads: string[] = [];
  const ARTIFACTS = new Proxy(bindings.ARTIFACTS, {
    get: (bucket, name) => (key: string) => {
      if (name === 'get') reads.push(key);
      return Reflect.get(bucket, name).call(bucket, key);
    },
  });
  const app = testApp({ vars: { ARTIFACTS } });
  const ask = (): Promise<unknown> =>
    app.ask('POST', '/v1/recommendations', { body: { history: ['i4'] } }).then(({ body }) => body['source']);
  await ask();
  app.clock.now += POINTER_AGE;
  reads.length = 0;
  const sources = await Promise.all(Array.from({ length: 20 }, ask));
  expect(new Set(sources)).toEqual(new Set(['popular']));
  const catalogues = reads.filter((key) => /\/(catalogue|columns)\.json$/.test(key));
  expect(catalogues).toHaveLength(1);
});
