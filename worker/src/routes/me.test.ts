// What a person chooses, takes along and has erased, inside workerd: real D1, R2 and queue.
import { createMessageBatch } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { EventsMessage } from '@trimtab/shared/events.ts';
import {
  bindings,
  codeOf,
  idsOf,
  jwksOf,
  problem,
  START,
  testApp,
  TINY_VERSION,
  type Answer,
  type AskOptions,
} from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';
import { consumeEvents } from '../events/consume-events.ts';
import { pseudonymOf } from '../events/pseudonym.ts';

const EVENTS_SECRET = 'another secret that only tests have';
const HORROR = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };

const people = signedInPeople({ vars: { EVENTS_SECRET } });

const as = (user: string, method: string, path: string, options: AskOptions = {}): Promise<Answer> =>
  people.as(user, method, path, options);

const choose = (user: string, body: unknown): Promise<Answer> =>
  as(user, 'PUT', '/v1/me/preferences', { body });

const presetOf = async (user: string): Promise<string> =>
  String((await as(user, 'POST', '/v1/presets', { body: HORROR })).body['id']);

describe('preferences', () => {
  test('nobody has chosen anything at first, and what they choose stays', async () => {
    const nothing = { profiling: true, defaultPresetId: null, nextDefaultPresetId: null };
    expect((await as('pam', 'GET', '/v1/me/preferences')).body).toEqual(nothing);
    const chosen = { profiling: false, defaultPresetId: await presetOf('pam'), nextDefaultPresetId: null };
    expect((await choose('pam', chosen)).body).toEqual(chosen);
    expect((await as('pam', 'GET', '/v1/me/preferences')).body).toEqual(chosen);
    expect((await choose('pam', { ...chosen, profiling: true })).body).toEqual({
      ...chosen,
      profiling: true,
    });
    expect((await as('eve', 'GET', '/v1/me/preferences')).body).toEqual(nothing);
  });

  test('training is told who does not want to be profiled, until they change it or are erased', async () => {
    const person = await pseudonymOf('ned', EVENTS_SECRET);
    const mark = async (): Promise<unknown> =>
      (await bindings.EVENTS.get(`objections/${person}.json`))?.json() ?? null;
    await choose('ned', { profiling: false, defaultPresetId: null });
    expect(await mark()).toEqual({ person, since: '2026-11-22T12:00:00.000Z' });
    await choose('ned', { profiling: true, defaultPresetId: null });
    expect(await mark()).toBe(null);
    await choose('ned', { profiling: false, defaultPresetId: null });
    await as('ned', 'DELETE', '/v1/me');
    expect(await mark()).toBe(null);
  });

  test('another’s preset cannot be one’s default, and a deleted one is none any more', async () => {
    const id = await presetOf('pam');
    expect(codeOf(await choose('eve', { profiling: true, defaultPresetId: id }))).toEqual(
      problem(404, 'preset-not-found'),
    );
    await choose('pam', { profiling: false, defaultPresetId: id });
    await as('pam', 'DELETE', `/v1/presets/${id}`);
    const left = { profiling: false, defaultPresetId: null, nextDefaultPresetId: null };
    expect((await as('pam', 'GET', '/v1/me/preferences')).body).toEqual(left);
  });

  test('a choice is whole or none', async () => {
    expect(codeOf(await choose('pam', { profiling: true }))).toEqual(problem(400, 'invalid-request'));
  });
});

/** Stores events as if they had come through the queue. */
async function store(user: string, messageId: string, ...ids: string[]): Promise<void> {
  const body: EventsMessage = {
    kind: 'events',
    person: await pseudonymOf(user, EVENTS_SECRET),
    receivedAt: new Date(START).toISOString(),
    events: ids.map((id) => ({ type: 'interaction', id, at: '2026-11-22T11:00:00Z', item: 'i1' })),
  };
  const batch = createMessageBatch('trimtab-events', [
    { id: messageId, body, attempts: 1, timestamp: START },
    { id: `${messageId}-other`, body: { ...body, person: 'somebody else' }, attempts: 1, timestamp: START },
  ]);
  const { DB: database, EVENTS: bucket, EVENT_QUEUE: queue } = bindings;
  await consumeEvents(batch, { database, bucket, queue, log: () => {} });
}

const exported = async (user: string, query = ''): Promise<Answer> =>
  as(user, 'GET', `/v1/me/export${query}`);

/** Number of rows that name somebody, over all tables and columns. */
async function rowsThatName(text: string): Promise<Record<string, number>> {
  const { results } = await bindings.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\' and name not like 'sqlite%'",
  ).all<{ name: string }>();
  const found: Record<string, number> = {};
  for (const { name } of results) {
    const { results: rows } = await bindings.DB.prepare(`select * from ${name}`).all();
    const naming = rows.filter((row) => Object.values(row).includes(text)).length;
    if (naming > 0) found[name] = naming;
  }
  return found;
}

describe('what is held about a person', () => {
  test('export gives presets, their revisions, choices and events, of that person alone', async () => {
    const id = await presetOf('exp');
    const change = { body: { ...HORROR, name: 'Later' }, headers: { 'if-match': '"1"' } };
    await as('exp', 'PUT', `/v1/presets/${id}`, change);
    await choose('exp', { profiling: true, defaultPresetId: id });
    await store('exp', 'export-1', 'export-event-1', 'export-event-2');
    await store('exp', 'export-2', 'export-event-3');
    const { body, headers } = await exported('exp');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      person: 'exp',
      preferences: { profiling: true, defaultPresetId: id },
      presets: [{ id, name: 'Later', revision: 2, revisions: [{ name: HORROR.name, revision: 1 }] }],
      events: { pseudonym: await pseudonymOf('exp', EVENTS_SECRET), next: null },
    });
    expect(idsOf(body['events']?.['stored']).toSorted()).toEqual([
      'export-event-1',
      'export-event-2',
      'export-event-3',
    ]);
  });

  test('many files of events come in parts', async () => {
    const person = await pseudonymOf('files', EVENTS_SECRET);
    const insert = bindings.DB.prepare('insert into event_files values (?, ?, 0)');
    const files = Array.from({ length: 201 }, (_, i) => `events/2026-01-01/${1000 + i}.ndjson`);
    await bindings.DB.batch(files.map((file) => insert.bind(person, file)));
    const line = { type: 'interaction', id: 'in-the-last-file', at: '2026-01-01T00:00:00Z', item: 'i1' };
    const stored = { ...line, person, receivedAt: '2026-01-01T00:00:00.000Z' };
    await bindings.EVENTS.put(files[200] ?? '', `${JSON.stringify(stored)}\n`);
    const { events: first } = (await exported('files')).body;
    expect(first).toMatchObject({ stored: [], next: files[199] });
    const { events: second } = (await exported('files', `?after=${files[199]}`)).body;
    expect(second).toMatchObject({ stored: [stored], next: null });
  });

  test('erasing leaves nothing but a tombstone, and others untouched', async () => {
    const id = await presetOf('era');
    await as('era', 'PUT', `/v1/presets/${id}`, { body: HORROR, headers: { 'if-match': '"1"' } });
    await choose('era', { profiling: true, defaultPresetId: id });
    await store('era', 'erase-1', 'erase-event-1');
    await presetOf('stays');
    const person = await pseudonymOf('era', EVENTS_SECRET);
    const { status, body } = await as('era', 'DELETE', '/v1/me');
    expect([status, body['erased'], body['tombstone']]).toEqual([200, { presets: 1 }, person]);
    expect(body['stillHeld']).toMatchObject([
      { where: 'event-files', until: null },
      { where: 'database-recovery', until: '2026-12-22T12:00:00.000Z' },
      { where: 'model', until: null },
    ]);
    expect(body['stillHeld']?.[2]?.['detail']).toContain(TINY_VERSION);
    expect(await rowsThatName('era')).toEqual({});
    const tombstone = await bindings.EVENTS.get(`tombstones/${person}.json`);
    expect(await tombstone?.json()).toEqual({ person, erasedAt: '2026-11-22T12:00:00.000Z' });
    // The lines go through the queue, and the row that says where they stand goes with them.
    await expect.poll(() => rowsThatName(person), { timeout: 60_000 }).toEqual({ tombstones: 1 });
    expect((await exported('era')).body).toMatchObject({ presets: [], events: { stored: [] } });
    expect((await as('stays', 'GET', '/v1/presets')).body['presets']).toHaveLength(1);
    const texts = await allEventText();
    expect(texts).not.toContain(person);
    expect(texts).toContain('"erase-event-1"');
  });

  test('without events there is no pseudonym, and erasing works all the same, twice too', async () => {
    const bare = testApp({ vars: { AUTH_JWKS: jwksOf(people.key) } });
    const token = await people.key.token({ sub: 'bare' });
    await bare.ask('POST', '/v1/presets', { body: HORROR, token });
    expect((await bare.ask('GET', '/v1/me/export', { token })).body['events']).toEqual({
      pseudonym: null,
      stored: [],
      next: null,
    });
    const first = await bare.ask('DELETE', '/v1/me', { token });
    expect(first.body).toMatchObject({ erased: { presets: 1 }, tombstone: null });
    expect((await bare.ask('DELETE', '/v1/me', { token })).body['erased']).toEqual({ presets: 0 });
  });
});

async function allEventText(): Promise<string> {
  const { objects } = await bindings.EVENTS.list({ prefix: 'events/' });
  const texts = objects.map(async ({ key: file }) => (await bindings.EVENTS.get(file))?.text() ?? '');
  return (await Promise.all(texts)).join('');
}
