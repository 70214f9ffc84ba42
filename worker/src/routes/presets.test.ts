// Presets and whose they are, inside workerd: real D1, real signatures.
import { describe, expect, test } from 'vitest';
import {
  bindings,
  codeOf,
  listOf,
  problem,
  TINY_VERSION,
  type Answer,
  type AskOptions,
} from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';

const HORROR = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };

const people = signedInPeople();

const as = (user: string, method: string, path = '', options: AskOptions = {}): Promise<Answer> =>
  people.as(user, method, `/v1/presets${path}`, options);

describe('the life of a preset', () => {
  test('create, read, list, change, delete', async () => {
    const created = await as('ada', 'POST', '', { body: HORROR });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      ...HORROR,
      revision: 1,
      modelVersion: TINY_VERSION,
      createdAt: '2026-11-22T12:00:00.000Z',
    });
    const path = `/${String(created.body['id'])}`;
    expect(created.headers.get('location')).toBe(`/v1/presets${path}`);

    const read = await as('ada', 'GET', path);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe('"1"');

    people.app.clock.now += 60_000;
    const body = { name: 'Later night', concepts: { 'genre:horror': 1 } };
    const changed = await as('ada', 'PUT', path, { body, headers: { 'if-match': '"1"' } });
    expect(changed.body).toMatchObject({ ...body, revision: 2, updatedAt: '2026-11-22T12:01:00.000Z' });
    expect(changed.headers.get('etag')).toBe('"2"');

    const second = await as('ada', 'POST', '', { body: { ...HORROR, name: 'Second' } });
    await as('ada', 'PUT', path, { body, headers: { 'if-match': '"1", "2"' } });
    people.app.clock.now += 60_000;
    await as('ada', 'PUT', `/${String(second.body['id'])}`, { body: HORROR, headers: { 'if-match': '"1"' } });
    const { presets } = (await as('ada', 'GET')).body;
    expect([presets?.[0]?.['revision'], presets?.[1]?.['revision'], presets?.[2]]).toEqual([2, 3, undefined]);

    expect((await as('ada', 'DELETE', path)).status).toBe(204);
    expect(codeOf(await as('ada', 'GET', path))).toEqual(problem(404, 'preset-not-found'));
    expect(codeOf(await as('ada', 'DELETE', path))).toEqual(problem(404, 'preset-not-found'));
  });

  test('a change without the revision, or of an older one, is refused and changes nothing', async () => {
    const { body } = await as('bob', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    const input = { ...HORROR, name: 'Other' };
    expect(codeOf(await as('bob', 'PUT', path, { body: input }))).toEqual(problem(428, 'revision-required'));
    const stale = await as('bob', 'PUT', path, { body: input, headers: { 'if-match': '"7"' } });
    expect(codeOf(stale)).toEqual(problem(412, 'preset-changed'));
    expect((await as('bob', 'GET', path)).body).toEqual(body);
  });

  test('of two changes at once to one revision only one is made', async () => {
    const { body } = await as('bob', 'POST', '', { body: HORROR });
    const change = (name: string): Promise<Answer> =>
      as('bob', 'PUT', `/${String(body['id'])}`, {
        body: { ...HORROR, name },
        headers: { 'if-match': '"1"' },
      });
    const answers = await Promise.all([change('one'), change('two')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  test.for([
    ['W/"1"', 200],
    ['"0", W/"1"', 200],
    ['"a,b" ,, "1",', 200],
    ['*', 200],
    ['W/"2"', 412],
    ['"11"', 412],
    ['1', 400],
    ['"1', 400],
    ['w/"1"', 400],
    ['*, "1"', 400],
    ['"1" "2"', 400],
    [',', 400],
  ] as const)('If-Match: %s is answered %d', async ([header, status]) => {
    const { body } = await as('ifm', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    const headers = { 'if-match': header };
    const changed = await as('ifm', 'PUT', path, { body: { ...HORROR, name: 'Other' }, headers });
    expect(changed.status).toBe(status);
    const faulty = status === 400 ? 'header.if-match' : undefined;
    expect(changed.body['errors']?.[0]?.['path']).toBe(faulty);
    const remove = { headers: { 'if-match': status === 200 ? header.replace('1', '2') : header } };
    expect((await as('ifm', 'DELETE', path, remove)).status).toBe(status === 200 ? 204 : status);
    if (status !== 200) await as('ifm', 'DELETE', path);
  });

  test('of ten weak changes at once one is made; with a star all are, one after the other', async () => {
    const { body } = await as('many', 'POST', '', { body: HORROR });
    const change = (header: string, name: string): Promise<Answer> =>
      as('many', 'PUT', `/${String(body['id'])}`, {
        body: { ...HORROR, name },
        headers: { 'if-match': header },
      });
    const names = Array.from({ length: 10 }, (_, i) => `name ${i}`);
    const weak = await Promise.all(names.map((name) => change('W/"1"', name)));
    expect(weak.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
    const starred = await Promise.all([change('*', 'one'), change('*', 'two'), change('*', 'three')]);
    const revisions = starred.map((answer) => Number(answer.body['revision']));
    expect(revisions.toSorted()).toEqual([3, 4, 5]);
  });

  test('another’s preset is not there, whatever is tried', async () => {
    const { body } = await as('ada', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    const tries = [
      await as('eve', 'GET', path),
      await as('eve', 'PUT', path, { body: { ...HORROR, name: 'Mine' }, headers: { 'if-match': '"1"' } }),
      await as('eve', 'DELETE', path),
    ];
    expect(tries.map(codeOf)).toEqual(Array.from({ length: 3 }, () => problem(404, 'preset-not-found')));
    expect((await as('eve', 'GET')).body).toEqual({ presets: [] });
    expect((await as('ada', 'GET', path)).body).toEqual(body);
  });

  test('a concept that does not exist cannot be saved, and a name must be there', async () => {
    const unknown = await as('ada', 'POST', '', { body: { name: 'x', concepts: { 'genre:horor': 1 } } });
    expect(codeOf(unknown)).toEqual(problem(400, 'unknown-concept'));
    expect(unknown.body['errors']?.[0]?.['path']).toBe('body.concepts.genre:horor');
    const nameless = await as('ada', 'POST', '', { body: { name: '  ', concepts: {} } });
    expect(nameless.body['errors']?.[0]).toMatchObject({
      path: 'body.name',
      expected: 'at least 1 characters',
    });
  });

  test('a concept that an earlier model had may stay in a preset, but is not added', async () => {
    const { body } = await as('ada', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    const held = { name: 'Old', concepts: { 'tag:gone': 0.5 } };
    const keep = async (): Promise<Answer> =>
      as('ada', 'PUT', path, { body: held, headers: { 'if-match': '"1"' } });
    expect(codeOf(await keep())).toEqual(problem(400, 'unknown-concept'));
    await bindings.DB.prepare('update presets set concepts = ? where id = ?')
      .bind(JSON.stringify(held.concepts), String(body['id']))
      .run();
    expect((await keep()).body['concepts']).toEqual(held.concepts);
  });

  test('a hundred are kept for a person, and the next is refused', async () => {
    const row = bindings.DB.prepare(
      `insert into presets (id, owner, name, concepts, model_version, revision, created_at, updated_at)
       values (?, 'keen', 'x', '{}', 'tiny-000001', 1, 0, 0)`,
    );
    await bindings.DB.batch(Array.from({ length: 99 }, (_, i) => row.bind(`keen-${i}`)));
    expect((await as('keen', 'POST', '', { body: HORROR })).status).toBe(201);
    expect(codeOf(await as('keen', 'POST', '', { body: HORROR }))).toEqual(
      problem(409, 'preset-limit-reached'),
    );
    expect((await as('ada', 'POST', '', { body: HORROR })).status).toBe(201);
  });

  test('twenty revisions can be read, the one in use first', async () => {
    const { body } = await as('rev', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    for (let revision = 1; revision <= 21; revision++) {
      const change = { name: `after ${revision}`, concepts: { 'genre:horror': revision / 100 } };
      const headers = { 'if-match': `"${revision}"` };
      expect((await as('rev', 'PUT', path, { body: change, headers })).status).toBe(200);
    }
    const { revisions } = (await as('rev', 'GET', `${path}/revisions`)).body;
    const numbers = listOf(revisions).map(({ revision }) => revision);
    // 22 states, of which 20 are kept: 22 down to 3
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => 22 - i));
    expect(revisions?.[1]).toMatchObject({ name: 'after 20', concepts: { 'genre:horror': 0.2 } });
    expect(codeOf(await as('eve', 'GET', `${path}/revisions`))).toEqual(problem(404, 'preset-not-found'));
    expect((await as('rev', 'DELETE', path)).status).toBe(204);
    const left = bindings.DB.prepare("select count(*) as rows from preset_revisions where owner = 'rev'");
    expect(await left.first('rows')).toBe(0);
  });

  test('deleting with If-Match deletes only what was read', async () => {
    const { body } = await as('bob', 'POST', '', { body: HORROR });
    const path = `/${String(body['id'])}`;
    const stale = await as('bob', 'DELETE', path, { headers: { 'if-match': '"2"' } });
    expect(codeOf(stale)).toEqual(problem(412, 'preset-changed'));
    expect((await as('bob', 'DELETE', path, { headers: { 'if-match': '"1"' } })).status).toBe(204);
  });
});

const steeredBy = async (token: string | undefined, body: Record<string, unknown>): Promise<Answer> =>
  people.app.ask('POST', '/v1/recommendations', {
    body: { history: ['i4', 'i2'], ...body },
    ...(token && { token }),
  });

describe('recommending with a preset', () => {
  test('its strengths count, those of the request come first, and only its owner may', async () => {
    const { body } = await as('ada', 'POST', '', { body: HORROR });
    const presetId = body['id'];
    const token = await people.key.token();
    const steering = { concepts: { 'genre:horror': 0.5 } };
    const direct = await steeredBy(undefined, { steering });
    expect((await steeredBy(token, { presetId })).body['items']).toEqual(direct.body['items']);
    const off = await steeredBy(token, { presetId, steering: { concepts: { 'genre:horror': 0 } } });
    expect(off.body['items']).toEqual((await steeredBy(undefined, {})).body['items']);
    const stranger = await steeredBy(await people.key.token({ sub: 'eve' }), { presetId });
    expect(codeOf(stranger)).toEqual(problem(404, 'preset-not-found'));
    expect(codeOf(await steeredBy(undefined, { presetId }))).toEqual(problem(401, 'not-signed-in'));
  });
});
