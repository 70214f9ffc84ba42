// Who may do what: every route × every kind of token, inside workerd with real signatures.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  askAs,
  codeOf,
  jwksOf,
  problem,
  serveTiny,
  signer,
  testApp,
  type Answer,
  type Json,
  type Signer,
  type TestApp,
} from './harness.ts';

const SECRET_NAME = 'A name that only its owner may read';
const PRESET = { name: SECRET_NAME, concepts: { 'genre:horror': 0.5 } };
const OWNER = 'owner-of-things';

/** What a route is asked; `{id}` is a preset of the owner, `{token}` the link to it. */
interface Route {
  route: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** What its owner gets. */
  owner: number;
  /** What somebody else who is signed in gets: 404 where the route names a preset, their own (nothing) elsewhere. */
  other: number;
}

const EVENT = { type: 'interaction', id: 'of-the-matrix', at: '2026-11-22T11:00:00Z', item: 'i1' };

/** Routes that need a person. Those that end things come last. */
const PERSONAL: Route[] = [
  { route: 'POST /v1/presets', body: PRESET, owner: 201, other: 201 },
  { route: 'GET /v1/presets', owner: 200, other: 200 },
  { route: 'GET /v1/presets/{id}', owner: 200, other: 404 },
  { route: 'GET /v1/presets/{id}/revisions', owner: 200, other: 404 },
  { route: 'POST /v1/presets/{id}/copy', owner: 201, other: 404 },
  { route: 'POST /v1/shared-presets/{token}/copy', owner: 201, other: 201 },
  { route: 'GET /v1/presets/export', owner: 200, other: 200 },
  {
    route: 'POST /v1/presets/import',
    body: { format: 'trimtab-presets', version: 1, presets: [] },
    owner: 201,
    other: 201,
  },
  { route: 'POST /v1/events', body: { consent: true, events: [EVENT] }, owner: 202, other: 202 },
  { route: 'GET /v1/me/preferences', owner: 200, other: 200 },
  {
    route: 'PUT /v1/me/preferences',
    body: { profiling: true, defaultPresetId: '{id}' },
    owner: 200,
    other: 404,
  },
  { route: 'GET /v1/me/export', owner: 200, other: 200 },
  { route: 'POST /v1/recommendations', body: { history: ['i4'], presetId: '{id}' }, owner: 200, other: 404 },
  {
    route: 'POST /v1/recommendations/batch',
    body: { histories: [['i4']], presetId: '{id}' },
    owner: 200,
    other: 404,
  },
  {
    route: 'PUT /v1/presets/{id}',
    body: PRESET,
    headers: { 'if-match': '"1"' },
    owner: 200,
    other: 404,
  },
  { route: 'POST /v1/presets/{id}/share', owner: 201, other: 404 },
  { route: 'DELETE /v1/presets/{id}/share', owner: 204, other: 404 },
  { route: 'DELETE /v1/presets/{id}', owner: 204, other: 404 },
  { route: 'DELETE /v1/me', owner: 200, other: 200 },
];

/** Routes that anybody may ask; a token changes nothing there. */
const PUBLIC: Pick<Route, 'route' | 'body'>[] = [
  { route: 'GET /v1/attributes' },
  { route: 'GET /v1/concepts' },
  { route: 'GET /v1/concepts/{id}' },
  { route: 'GET /v1/concepts/{id}/items' },
  { route: 'GET /v1/concepts/{id}/similar' },
  { route: 'POST /v1/concepts/suggest', body: { text: 'horror' } },
  { route: 'GET /v1/items' },
  { route: 'GET /v1/model' },
  { route: 'GET /v1/model/versions' },
  { route: 'GET /v1/samples' },
  { route: 'GET /v1/shared-presets/{token}' },
  { route: 'GET /healthz' },
];

let key: Signer;
let app: TestApp;
let bad: [name: string, token: string | undefined, code: string][];

beforeAll(async () => {
  await serveTiny();
  key = await signer('main');
  const vars = { AUTH_JWKS: jwksOf(key), EVENTS_SECRET: 'the secret of the matrix test, 32+' };
  app = testApp({ vars });
  bad = await badTokens();
});

const encoded = (part: unknown): string => btoa(JSON.stringify(part)).replaceAll('=', '');

async function badTokens(): Promise<typeof bad> {
  const now = Math.floor(Date.now() / 1000);
  const [, claims = '', signature = ''] = (await key.token({ sub: OWNER })).split('.');
  const stranger = await signer('stranger');
  const invalid = 'invalid-token';
  return [
    ['no token', undefined, 'not-signed-in'],
    ['expired', await key.token({ sub: OWNER, exp: now - 70 }), invalid],
    ['wrong issuer', await key.token({ sub: OWNER, iss: 'https://elsewhere.example' }), invalid],
    ['wrong audience', await key.token({ sub: OWNER, aud: 'shop' }), invalid],
    ['wrong algorithm', [encoded({ alg: 'HS256', kid: 'main' }), claims, signature].join('.'), invalid],
    ['alg none', `${encoded({ alg: 'none', kid: 'main' })}.${claims}.`, invalid],
    ['unknown key id', await stranger.token({ sub: OWNER }), invalid],
    ['another’s signature', [encoded({ alg: 'ES256', kid: 'main' }), claims, 'AAAA'].join('.'), invalid],
  ];
}

interface Named {
  id: string;
  token: string;
}

/** A preset of the owner, shared by a link. */
async function ownThing(): Promise<Named> {
  const as = { app, key, user: OWNER };
  const { body } = await askAs(as, 'POST', '/v1/presets', { body: PRESET });
  const id = String(body['id']);
  const { body: link } = await askAs(as, 'POST', `/v1/presets/${id}/share`);
  return { id, token: String(link['token']) };
}

const filled = (text: string, { id, token }: Named): string =>
  text.replace('{id}', id).replace('{token}', token);

function ask(route: Omit<Route, 'owner' | 'other'>, named: Named, token?: string): Promise<Answer> {
  const [method = '', path = ''] = filled(route.route, named).split(' ');
  const body = route.body && (JSON.parse(filled(JSON.stringify(route.body), named)) as unknown);
  return app.ask(method, path, {
    ...(route.headers && { headers: route.headers }),
    ...(body !== undefined && { body }),
    ...(token !== undefined && { token }),
  });
}

const byName = (a: { route: string }, b: { route: string }): number => (a.route < b.route ? -1 : 1);

test('the tables above name every route of the contract, and say of each whether it needs a person', async () => {
  const { body } = await app.ask('GET', '/openapi.json');
  const described = Object.entries<Json>(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      route: `${method.toUpperCase()} ${path}`,
      isPersonal: JSON.stringify(security ?? []).includes('token'),
    })),
  );
  const listed = [
    ...PERSONAL.map(({ route }) => ({ route, isPersonal: true })),
    ...PUBLIC.map(({ route }) => ({ route, isPersonal: false })),
  ];
  expect(described.toSorted(byName)).toEqual(listed.toSorted(byName));
});

describe('routes that need a person', () => {
  test.for(PERSONAL)('$route', async (route) => {
    const thing = await ownThing();
    for (const [name, token, code] of bad) {
      const answer = await ask(route, thing, token);
      expect([name, ...codeOf(answer)]).toEqual([name, ...problem(401, code)]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    const other = await ask(route, thing, await key.token({ sub: 'somebody-else' }));
    expect(other.status).toBe(route.other);
    // A problem repeats the id that was asked for; nothing else may.
    expect(JSON.stringify({ ...other.body, detail: '' })).not.toContain(thing.id);
    const mine = await ask(route, thing, await key.token({ sub: OWNER }));
    expect(mine.status).toBe(route.owner);
  });
});

describe('routes that anybody may ask', () => {
  test.for(PUBLIC)('$route', async (route) => {
    const { token: link } = await ownThing();
    const named = { id: 'genre:horror', token: link };
    const tokens = [...bad.map(([, token]) => token), await key.token({ sub: 'somebody-else' })];
    const answers = await Promise.all(tokens.map((token) => ask(route, named, token)));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(JSON.stringify(answers[0]?.body)).not.toContain(OWNER);
  });
});
