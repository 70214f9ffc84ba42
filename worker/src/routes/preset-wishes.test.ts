// Wishes that are saved, and Workers of before and after they could be.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bindings,
  codeOf,
  jwksOf,
  listOf,
  pathsIn,
  problem,
  serveTiny,
  signer,
  testApp,
} from '../../test/harness.ts';
import {
  ask,
  cameOf,
  COMEDY,
  count,
  HISTORY,
  HORROR,
  idsFrom,
  recommend,
  WESTERN,
} from '../../test/wishing.ts';

/** Horror items in the first ten of the plain list. */
let base: number;

beforeAll(async () => {
  await serveTiny();
  base = count(idsFrom(await recommend({})), 0);
});

const WISHES = { [HORROR]: { more: 1 }, [COMEDY]: 'never', [WESTERN]: 0.5 };

const signedIn = async (user: string, vars: object = {}) => {
  const key = await signer('main');
  const app = testApp({ vars: { AUTH_JWKS: jwksOf(key), ...vars } });
  const token = await key.token({ sub: user });
  return (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    app.ask(method, path, { ...(body && { body }), token, headers });
};

describe('presets', () => {
  test('hold wishes through revisions, links, copies, export and import, and apply them', async () => {
    const as = await signedIn('wendy');
    const made = await as('POST', '/v1/presets', { name: 'Mine', concepts: WISHES });
    expect([made.status, made.body['concepts']]).toEqual([201, WISHES]);
    const path = `/v1/presets/${String(made.body['id'])}`;
    const steered = await as('POST', '/v1/recommendations', { history: HISTORY, presetId: made.body['id'] });
    expect(cameOf(steered)).toMatchObject([
      { concept: HORROR, base, came: base + 1, kept: true },
      { concept: COMEDY, came: 0, kept: true },
    ]);
    const other = { name: 'Mine', concepts: { [HORROR]: { atMost: 0.1 } } };
    expect((await as('PUT', path, other, { 'if-match': '"1"' })).body['concepts']).toEqual(other.concepts);
    const { revisions } = (await as('GET', `${path}/revisions`)).body;
    expect(listOf(revisions).map(({ concepts }) => concepts)).toEqual([other.concepts, WISHES]);
    const link = await as('POST', `${path}/share`);
    const shared = `/v1/shared-presets/${String(link.body['token'])}`;
    expect((await ask('GET', shared)).body['concepts']).toEqual(other.concepts);
    expect((await as('POST', `${shared}/copy`)).body['concepts']).toEqual(other.concepts);
    expect((await as('POST', `${path}/copy`)).body['concepts']).toEqual(other.concepts);
    const file = (await as('GET', '/v1/presets/export')).body;
    const brought = await (await signedIn('wim'))('POST', '/v1/presets/import', file);
    const imported = listOf(brought.body['presets']);
    expect(imported.map(({ concepts }) => concepts)).toEqual([
      other.concepts,
      other.concepts,
      other.concepts,
    ]);
  });

  test('a wish of the request replaces the preset’s, and both together have bounds', async () => {
    const as = await signedIn('wanda');
    const ten = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`genre:${at}`, 'never']));
    const file = {
      format: 'trimtab-presets',
      version: 1,
      presets: [{ name: 'A', concepts: { ...ten, [HORROR]: 'never' }, modelVersion: 'v' }],
    };
    const saved = await as('POST', '/v1/presets/import', file);
    const presetId = saved.body['presets']?.[0]?.['id'];
    const body = { history: HISTORY, presetId };
    const replaced = await as('POST', '/v1/recommendations', {
      ...body,
      steering: { concepts: { [HORROR]: 0 } },
    });
    expect(replaced.body['wishes']).toBeUndefined();
    const many = { [COMEDY]: { more: 1 }, [WESTERN]: { less: 1 } };
    const refused = await as('POST', '/v1/recommendations', { ...body, steering: { concepts: many } });
    expect(codeOf(refused)).toEqual(problem(400, 'invalid-request'));
    expect(refused.body['errors']?.[0]?.['path']).toBe('body.steering.concepts');
  });

  test('rows of Workers from before wishes are read as strengths, and theirs stay readable to them', async () => {
    const before = `insert into presets (id, owner, name, concepts, model_version, revision, created_at, updated_at)
      values ('old', 'wally', 'Old', '{"genre:horror":0.5}', 'v', 1, 1, 1)`;
    await bindings.DB.prepare(before).run();
    const as = await signedIn('wally');
    expect((await as('GET', '/v1/presets/old')).body['concepts']).toEqual({ [HORROR]: 0.5 });
    await as('PUT', '/v1/presets/old', { name: 'Old', concepts: WISHES }, { 'if-match': '"1"' });
    const row = await bindings.DB.prepare("select concepts from presets where id = 'old'").first('concepts');
    expect(row).toBe(`{"${WESTERN}":0.5}`);
  });

  test('a Worker that only reads wishes saves none, and serves those that are there', async () => {
    const writing = await signedIn('willa');
    const made = await writing('POST', '/v1/presets', { name: 'Mine', concepts: WISHES });
    const reading = await signedIn('willa', { PRESET_WISHES: 'off' });
    const refused = await reading('POST', '/v1/presets', { name: 'Other', concepts: WISHES });
    expect(codeOf(refused)).toEqual(problem(503, 'storage-unavailable'));
    expect(pathsIn(refused)).toEqual([`body.concepts.${HORROR}`, `body.concepts.${COMEDY}`]);
    const strengths = await reading('POST', '/v1/presets', { name: 'Other', concepts: { [HORROR]: 1 } });
    expect(strengths.status).toBe(201);
    const presetId = made.body['id'];
    const steered = await reading('POST', '/v1/recommendations', { history: HISTORY, presetId });
    expect(cameOf(steered)).toMatchObject([{ kept: true }, { kept: true }]);
  });
});
