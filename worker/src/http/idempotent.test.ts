// Repeated requests, and what is cleared at night, inside workerd with real D1.
import { describe, expect, test } from 'vitest';
import { bindings, codeOf, listOf, problem, START, type Answer } from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';
import { deleteExpired } from '../db/expiry.ts';

const HORROR = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };

const EVENT = { type: 'interaction', id: 'once-or-twice', at: '2026-11-22T11:00:00Z', item: 'i1' };

const people = signedInPeople({
  vars: { EVENTS_SECRET: 'one more secret that only tests have' },
  anew: true,
});

const create = (user: string, idempotencyKey: string, body: unknown = HORROR): Promise<Answer> =>
  people.as(user, 'POST', '/v1/presets', {
    body,
    headers: { 'idempotency-key': idempotencyKey },
  });

const countOf = async (user: string): Promise<number> =>
  listOf((await people.as(user, 'GET', '/v1/presets')).body['presets']).length;

const sendUnheard = (): Promise<Answer> =>
  people.as('unheard', 'POST', '/v1/events', {
    body: { consent: false, events: [EVENT] },
    headers: { 'idempotency-key': 'of-nothing' },
  });

/** As if the Worker had ended after writing and before its answer was kept. */
const loseAnswers = (): Promise<unknown> =>
  bindings.DB.prepare(
    "update idempotent_answers set status = null, body = null, created_at = 0 where owner = 'lost'",
  ).run();

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
    people.app.clock.now += 60_001;
    expect((await create('idem4', 'idem-key-5')).status).toBe(201);
  });

  test.for<[string, unknown?, Record<string, string>?]>([
    ['PUT /v1/presets/{id}', { ...HORROR, name: 'Later' }, { 'if-match': '"1"' }],
    ['DELETE /v1/presets/{id}'],
    ['POST /v1/presets/{id}/copy'],
    ['POST /v1/presets/{id}/share'],
    ['DELETE /v1/presets/{id}/share'],
    ['POST /v1/presets/import', { format: 'trimtab-presets', version: 1, presets: [] }],
    ['PUT /v1/me/preferences', { profiling: true, defaultPresetId: null }],
    ['POST /v1/events', { consent: true, events: [EVENT] }],
  ])('%s sent twice is answered once', async ([route, body, headers]) => {
    const user = `twice ${route}`;
    const { body: preset } = await create(user, 'first-of-all');
    const [method = '', path = ''] = route.replace('{id}', String(preset['id'])).split(' ');
    const send = (content: unknown, more = {}): Promise<Answer> =>
      people.as(user, method, path, {
        body: content,
        headers: { ...headers, 'idempotency-key': `of ${route}`, ...more },
      });
    const first = await send(body);
    expect(first.status).toBeLessThan(300);
    const again = await send(body);
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([
      first.status,
      first.body,
      first.headers.get('etag'),
    ]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await send(body, { 'if-match': '"2"' });
    expect(codeOf(other)).toEqual(problem(422, 'idempotency-key-reused'));
  });

  test('a link’s token stands in the database neither plainly nor for whoever reads the kept answer', async () => {
    const { body: preset } = await create('sealed', 'first-of-all');
    const path = `/v1/presets/${String(preset['id'])}/share`;
    const headers = { 'idempotency-key': 'a key of 13+' };
    const { body } = await people.as('sealed', 'POST', path, { headers });
    const kept = await bindings.DB.prepare("select * from idempotent_answers where owner = 'sealed'").all();
    const rows = JSON.stringify(kept.results);
    expect(rows).not.toContain(String(body['token']));
    expect(rows).not.toContain(headers['idempotency-key']);
    const { body: exported } = await people.as('sealed', 'GET', '/v1/me/export');
    expect(JSON.stringify(exported)).not.toContain(String(body['token']));
  });

  test('of events that are not kept no answer is kept', async () => {
    expect([(await sendUnheard()).status, (await sendUnheard()).body]).toEqual([
      202,
      { accepted: 0, dropped: 'no-consent' },
    ]);
    const left = bindings.DB.prepare(
      "select count(*) as rows from idempotent_answers where owner = 'unheard'",
    );
    expect(await left.first('rows')).toBe(0);
  });

  test('what was done and then lost is not done again, nor a conflict with itself', async () => {
    const { body: made } = await create('lost', 'lost-create');
    const path = `/v1/presets/${String(made['id'])}`;
    const change = { ...HORROR, name: 'Later' };
    const put = (): Promise<Answer> =>
      people.as('lost', 'PUT', path, {
        body: change,
        headers: { 'if-match': '"1"', 'idempotency-key': 'lost-change' },
      });
    const changed = await put();
    await loseAnswers();
    expect([(await put()).body, (await create('lost', 'lost-create')).body['id']]).toEqual([
      changed.body,
      made['id'],
    ]);
    expect(await countOf('lost')).toBe(1);
    const remove = (): Promise<Answer> =>
      people.as('lost', 'DELETE', path, { headers: { 'idempotency-key': 'lost-removal' } });
    await remove();
    await loseAnswers();
    expect((await remove()).status).toBe(204);
  });

  test('an answer is the person’s: exported, and erased with them', async () => {
    await create('idem5', 'idem-key-6');
    const { body } = await people.as('idem5', 'GET', '/v1/me/export');
    expect(body['answers']).toMatchObject([{ key: 'idem-key-6' }]);
    await people.as('idem5', 'DELETE', '/v1/me');
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
