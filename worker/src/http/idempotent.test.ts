// Repeated requests, and what is cleared at night, inside workerd with real D1.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  askAs,
  bindings,
  codeOf,
  jwksOf,
  problem,
  serveTiny,
  signer,
  START,
  testApp,
  type Answer,
  type Signer,
  type TestApp,
} from '../../test/harness.ts';
import { deleteExpired } from '../db/expiry.ts';

const HORROR = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };

let key: Signer;
let app: TestApp;

beforeAll(async () => {
  await serveTiny();
  key = await signer('main');
});

beforeEach(() => {
  app = testApp({ vars: { AUTH_JWKS: jwksOf(key), EVENTS_SECRET: 'one more secret that only tests have' } });
});

const create = (user: string, idempotencyKey: string, body: unknown = HORROR): Promise<Answer> =>
  askAs({ app, key, user }, 'POST', '/v1/presets', {
    body,
    headers: { 'idempotency-key': idempotencyKey },
  });

const countOf = async (user: string): Promise<number> =>
  ((await askAs({ app, key, user }, 'GET', '/v1/presets')).body['presets'] as unknown as unknown[]).length;

describe('Idempotency-Key', () => {
  test('the same request again gets the first answer, and makes nothing', async () => {
    const first = await create('idem', 'idem-key-1');
    const again = await create('idem', 'idem-key-1');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    for (const name of ['etag', 'location', 'content-type']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(await countOf('idem')).toBe(1);
    await create('other-idem', 'idem-key-1');
    expect(await countOf('other-idem')).toBe(1);
  });

  test('another request with the same key is refused, and a key that is too short', async () => {
    await create('idem2', 'idem-key-2');
    const other = await create('idem2', 'idem-key-2', { ...HORROR, name: 'Other' });
    expect(codeOf(other)).toEqual(problem(422, 'idempotency-key-reused'));
    expect(codeOf(await create('idem2', 'short'))).toEqual(problem(400, 'invalid-request'));
  });

  test('of several at once one makes a preset', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create('idem3', 'idem-key-3')));
    expect(await countOf('idem3')).toBe(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(others.map(codeOf)).toEqual(others.map(() => problem(409, 'request-in-progress')));
  });

  test('after a failure the same request may be made again, and after a crash a minute later', async () => {
    const wrong = { ...HORROR, concepts: { 'genre:horor': 1 } };
    for (let i = 0; i < 2; i++) {
      expect(codeOf(await create('idem4', 'idem-key-4', wrong))).toEqual(problem(400, 'unknown-concept'));
    }
    await create('idem4', 'idem-key-5');
    await bindings.DB.exec("update idempotent_answers set status = null where key = 'idem-key-5'");
    expect(codeOf(await create('idem4', 'idem-key-5'))).toEqual(problem(409, 'request-in-progress'));
    app.clock.now += 60_001;
    expect((await create('idem4', 'idem-key-5')).status).toBe(201);
  });

  test('an answer is the person’s: exported, and erased with them', async () => {
    await create('idem5', 'idem-key-6');
    const { body } = await askAs({ app, key, user: 'idem5' }, 'GET', '/v1/me/export');
    expect(body['answers']).toMatchObject([{ key: 'idem-key-6' }]);
    await askAs({ app, key, user: 'idem5' }, 'DELETE', '/v1/me');
    const left = bindings.DB.prepare("select count(*) as rows from idempotent_answers where owner = 'idem5'");
    expect(await left.first('rows')).toBe(0);
  });
});

test('every night deletes what has served its time, and nothing else', async () => {
  const { DB } = bindings;
  const day = 24 * 3_600_000;
  /** One row that is just kept, and one a millisecond older. */
  const twoRows = (statement: string, days: number): D1PreparedStatement[] =>
    [START - days * day, START - days * day - 1].map((time) => DB.prepare(statement).bind(time));
  await DB.batch([
    ...twoRows(
      "insert into idempotent_answers (owner, key, request, created_at) values ('night', ?1, '', ?1)",
      1,
    ),
    ...twoRows("insert into event_receipts values ('night', ?1, '', ?1)", 7),
    ...twoRows("insert into event_files values ('night', ?1, ?1)", 180),
    DB.prepare("insert into api_keys values ('night', 'shop', 'secret', '', '[]', 1, 0, null)"),
    DB.prepare("insert into api_key_usage values ('night', '2026-10-18', 1), ('night', '2026-10-17', 1)"),
  ]);
  await deleteExpired(DB, START);
  const owners = {
    idempotent_answers: 'owner',
    event_receipts: 'person',
    event_files: 'person',
    api_key_usage: 'key_id',
  };
  for (const [table, column] of Object.entries(owners)) {
    const left = DB.prepare(`select count(*) as rows from ${table} where ${column} = 'night'`);
    expect([table, await left.first('rows')]).toEqual([table, 1]);
  }
});
