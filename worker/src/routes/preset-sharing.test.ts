// Sharing, copying and carrying presets, inside workerd: real D1, real signatures.
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

const shared = (token: unknown): Promise<Answer> =>
  people.app.ask('GET', `/v1/shared-presets/${String(token)}`);

/** As a file has them. */
const many = (count: number): object[] =>
  Array.from({ length: count }, () => ({ ...HORROR, modelVersion: TINY_VERSION }));

describe('sharing', () => {
  test('whoever has the link reads the preset without signing in, until it is replaced or revoked', async () => {
    const { body: preset } = await as('ada', 'POST', '', { body: HORROR });
    const path = `/${String(preset['id'])}`;
    expect(preset['shared']).toBe(false);
    const { status, body: link } = await as('ada', 'POST', `${path}/share`);
    expect(status).toBe(201);
    expect(link['path']).toBe(`/v1/shared-presets/${String(link['token'])}`);
    expect((await shared(link['token'])).body).toEqual({
      ...HORROR,
      modelVersion: TINY_VERSION,
      revision: 1,
      updatedAt: preset['updatedAt'],
    });
    expect((await as('ada', 'GET', path)).body['shared']).toBe(true);

    const { body: second } = await as('ada', 'POST', `${path}/share`);
    expect(codeOf(await shared(link['token']))).toEqual(problem(404, 'share-not-found'));
    expect((await shared(second['token'])).status).toBe(200);

    expect((await as('ada', 'DELETE', `${path}/share`)).status).toBe(204);
    expect(codeOf(await shared(second['token']))).toEqual(problem(404, 'share-not-found'));
    expect((await as('ada', 'GET', path)).body['shared']).toBe(false);
  });

  test('the table holds no token, and what is no token is told so', async () => {
    const { body: preset } = await as('ada', 'POST', '', { body: HORROR });
    const { body: link } = await as('ada', 'POST', `/${String(preset['id'])}/share`);
    const { results } = await bindings.DB.prepare('select * from presets').all();
    expect(JSON.stringify(results)).not.toContain(String(link['token']));
    expect(codeOf(await shared('short'))).toEqual(problem(400, 'invalid-request'));
    expect(codeOf(await shared('A'.repeat(43)))).toEqual(problem(404, 'share-not-found'));
  });

  test('only the owner shares and revokes', async () => {
    const { body: preset } = await as('ada', 'POST', '', { body: HORROR });
    const path = `/${String(preset['id'])}`;
    const { body: link } = await as('ada', 'POST', `${path}/share`);
    for (const method of ['POST', 'DELETE']) {
      expect(codeOf(await as('eve', method, `${path}/share`))).toEqual(problem(404, 'preset-not-found'));
    }
    expect((await shared(link['token'])).status).toBe(200);
  });

  test('a copy is one’s own: it starts at revision 1 and does not follow the original', async () => {
    const { body: preset } = await as('ada', 'POST', '', { body: HORROR });
    const path = `/${String(preset['id'])}`;
    const { body: link } = await as('ada', 'POST', `${path}/share`);
    const copied = await people.app.ask('POST', `${String(link['path'])}/copy`, {
      token: await people.key.token({ sub: 'cam' }),
    });
    expect(copied.status).toBe(201);
    expect(copied.body).toMatchObject({ ...HORROR, revision: 1, shared: false });
    const change = { body: { name: 'Other', concepts: {} }, headers: { 'if-match': '"1"' } };
    expect((await as('ada', 'PUT', path, change)).status).toBe(200);
    expect((await as('cam', 'GET', `/${String(copied.body['id'])}`)).body).toMatchObject(copied.body);
    const ownCopy = await as('ada', 'POST', `${path}/copy`);
    expect(ownCopy.body).toMatchObject({ name: 'Other', revision: 1, shared: false });
    expect(codeOf(await as('eve', 'POST', `${path}/copy`))).toEqual(problem(404, 'preset-not-found'));
  });
});

describe('presets as a file', () => {
  test('what one person exports, another imports; concepts of another model are kept and named', async () => {
    await as('exa', 'POST', '', { body: HORROR });
    const { body: file, headers } = await as('exa', 'GET', '/export');
    expect(headers.get('content-disposition')).toBe('attachment; filename="trimtab-presets.json"');
    expect(file).toEqual({
      format: 'trimtab-presets',
      version: 1,
      exportedAt: new Date(people.app.clock.now).toISOString(),
      presets: [{ ...HORROR, modelVersion: TINY_VERSION }],
    });
    const old = { name: 'Old', concepts: { 'tag:gone': 1 }, modelVersion: 'older' };
    const presets = [...listOf(file['presets']), old];
    const imported = await as('imp', 'POST', '/import', { body: { ...file, presets } });
    expect(imported.status).toBe(201);
    expect(imported.body['unknownConcepts']).toEqual(['tag:gone']);
    expect(imported.body['presets']).toMatchObject([{ ...HORROR, revision: 1 }, old]);
    const { body: listed } = await as('imp', 'GET');
    expect(listed['presets']).toHaveLength(2);
    const sameAs = listOf(imported.body['presets']).map((one): unknown => expect.objectContaining(one));
    expect(listed['presets']).toEqual(expect.arrayContaining(sameAs));
    const fates = listOf(listed['presets']).map(({ fates: told }) => told);
    expect(fates).toContainEqual([{ concept: 'tag:gone', fate: 'unknown' }]);
  });

  test('a file that would make too many changes nothing, and a file of another kind is refused', async () => {
    const file = { format: 'trimtab-presets', version: 1 };
    const first = await as('full', 'POST', '/import', { body: { ...file, presets: many(60) } });
    expect(first.status).toBe(201);
    const second = await as('full', 'POST', '/import', { body: { ...file, presets: many(41) } });
    expect(codeOf(second)).toEqual(problem(409, 'preset-limit-reached'));
    expect((await as('full', 'GET')).body['presets']).toHaveLength(60);
    const rest = await as('full', 'POST', '/import', { body: { ...file, presets: many(40) } });
    expect(rest.status).toBe(201);
    const other = await as('full', 'POST', '/import', { body: { ...file, version: 2, presets: [] } });
    expect(other.body['errors']?.[0]).toMatchObject({ path: 'body.version' });
  });
});
