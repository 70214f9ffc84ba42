// A request's session of D1: where it begins, and what is handed on.
import { beforeAll, expect, test } from 'vitest';
import { askAs, bindings, jwksOf, serveTiny, signer, testApp, type Signer } from '../../test/harness.ts';

let key: Signer;

beforeAll(async () => {
  await serveTiny();
  key = await signer('main');
});

/** An app whose database says where its sessions begin. */
function appThatTells(): { app: ReturnType<typeof testApp>; starts: unknown[] } {
  const starts: unknown[] = [];
  const DB = new Proxy(bindings.DB, {
    get: (target, name) => {
      if (name !== 'withSession') return (Reflect.get(target, name) as () => unknown).bind(target);
      return (start: string) => {
        starts.push(start);
        return target.withSession(start);
      };
    },
  });
  return { app: testApp({ vars: { DB, AUTH_JWKS: jwksOf(key) } }), starts };
}

test('a session begins at the primary, and at the bookmark where one is handed on', async () => {
  const { app, starts } = appThatTells();
  const read = (headers = {}): ReturnType<typeof askAs> =>
    askAs({ app, key, user: 'ada' }, 'GET', '/v1/presets', { headers });
  const bookmark = (await read()).headers.get('x-d1-bookmark') ?? '';
  expect(bookmark).toMatch(/^[0-9a-f]{8}-/);
  await read({ 'x-d1-bookmark': bookmark });
  await read({ 'x-d1-bookmark': 'nonsense' });
  expect(starts).toEqual(['first-primary', bookmark, 'first-primary']);
});

test('a request that asks the database nothing opens no session', async () => {
  const { app, starts } = appThatTells();
  const { headers } = await app.ask('GET', '/v1/attributes');
  expect([headers.get('x-d1-bookmark'), starts]).toEqual([null, []]);
});
