// What survives a restore of the database to an earlier state, inside workerd with real D1, R2 and queue.
import { presetsResponseSchema } from '@trimtab/shared/presets.ts';
import { createMessageBatch } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { objectionKey, withdrawalKey, type EventsMessage } from '@trimtab/shared/events.ts';
import {
  askAs,
  bindings,
  bodyOf,
  idsOf,
  jwksOf,
  START,
  testApp,
  type Answer,
  type AskOptions,
} from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';
import { consumeEvents } from '../events/consume-events.ts';
import { pseudonymOf } from '../events/pseudonym.ts';
import type { LogLine } from '../log.ts';
import { eraseAgain } from './erase-again.ts';

const secret = 'a secret of the tests of restores';
const { DB: database, EVENTS: bucket, EVENT_QUEUE: queue } = bindings;
const PRESET = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };

const people = signedInPeople({ vars: { EVENTS_SECRET: secret } });

const as = (user: string, method: string, path: string, options: AskOptions = {}): Promise<Answer> =>
  people.as(user, method, path, options);

const TABLES = [
  'preferences',
  'preset_revisions',
  'presets',
  'idempotent_answers',
  'event_receipts',
  'event_files',
  'tombstones',
];

/** Sets the database back to what it was before `work`. */
async function restoredAfter(work: () => Promise<unknown>): Promise<void> {
  const before = new Map<string, Record<string, unknown>[]>();
  for (const table of TABLES)
    before.set(table, (await database.prepare(`select * from ${table}`).all()).results);
  await work();
  for (const table of TABLES) await database.prepare(`delete from ${table}`).run();
  for (const [table, rows] of [...before].toReversed()) {
    for (const row of rows) {
      const places = Object.keys(row).map(() => '?');
      await database
        .prepare(`insert into ${table} (${Object.keys(row).join(', ')}) values (${places.join(', ')})`)
        .bind(...Object.values(row))
        .run();
    }
  }
}

async function store(user: string, ...ids: string[]): Promise<void> {
  const body: EventsMessage = {
    kind: 'events',
    person: await pseudonymOf(user, secret),
    receivedAt: new Date(START - 1000).toISOString(),
    events: ids.map((id) => ({ type: 'interaction', id, at: '2026-11-22T11:00:00Z', item: 'i1' })),
  };
  const message = { id: `of-${ids.join('-')}`, body, attempts: 1, timestamp: new Date(START) };
  await consumeEvents(createMessageBatch('trimtab-events', [message]), {
    database,
    bucket,
    queue,
    log: () => {},
  });
}

const exported = async (user: string): Promise<string[]> =>
  idsOf((await as(user, 'GET', '/v1/me/export')).body['events']?.['stored']);

async function allEventText(): Promise<string> {
  const { objects } = await bucket.list({ prefix: 'events/' });
  const texts = objects.map(async ({ key: file }) => (await bucket.get(file))?.text() ?? '');
  return (await Promise.all(texts)).join('');
}

describe('events received since the backup', () => {
  test('are in the export, and go when the person has themselves erased', async () => {
    await store('rita', 'before-backup');
    await restoredAfter(() => store('rita', 'since-backup'));
    expect(await exported('rita')).toEqual(['before-backup', 'since-backup']);
    await as('rita', 'DELETE', '/v1/me');
    await expect.poll(allEventText, { timeout: 60_000 }).not.toContain(await pseudonymOf('rita', secret));
    expect(await exported('rita')).toEqual([]);
    expect((await bucket.list({ prefix: `people/${await pseudonymOf('rita', secret)}` })).objects).toEqual(
      [],
    );
  });

  test('of a person erased since are not stored, though the database has forgotten the erasure', async () => {
    await restoredAfter(() => as('olga', 'DELETE', '/v1/me'));
    await store('olga', 'late-event-1');
    expect(await exported('olga')).toEqual([]);
  });
});

describe('profiling turned off since the backup', () => {
  const off = { body: { profiling: false, defaultPresetId: null } };
  const on = { body: { profiling: true, defaultPresetId: null } };

  test('stays off: in what is chosen, in lists and for events', async () => {
    await restoredAfter(() => as('paul', 'PUT', '/v1/me/preferences', off));
    expect((await as('paul', 'GET', '/v1/me/preferences')).body['profiling']).toBe(false);
    const list = await as('paul', 'POST', '/v1/recommendations', { body: { history: ['i4'] } });
    expect(list.body['source']).toBe('popular');
    const event = { type: 'interaction', id: 'of-paul-1', at: '2026-11-22T11:00:00Z', item: 'i1' };
    const sent = await as('paul', 'POST', '/v1/events', { body: { consent: true, events: [event] } });
    expect(sent.body).toEqual({ accepted: 0, dropped: 'profiling-off' });
    await as('paul', 'PUT', '/v1/me/preferences', on);
    expect((await as('paul', 'GET', '/v1/me/preferences')).body['profiling']).toBe(true);
  });

  test('stays off where no events are taken, too', async () => {
    const bare = testApp({ vars: { AUTH_JWKS: jwksOf(people.key) } });
    const asBare = async (method: string, options = {}): Promise<Answer> =>
      askAs({ app: bare, key: people.key, user: 'nora' }, method, '/v1/me/preferences', options);
    await restoredAfter(() => asBare('PUT', off));
    expect((await asBare('GET')).body['profiling']).toBe(false);
  });

  test('of two choices at once, what is saved and the mark agree', async () => {
    const person = await pseudonymOf('twin', secret);
    for (let round = 0; round < 5; round++) {
      await Promise.all([off, on].map((choice) => as('twin', 'PUT', '/v1/me/preferences', choice)));
      const saved = await database
        .prepare("select profiling from preferences where owner = 'twin'")
        .first('profiling');
      expect(await bucket.head(objectionKey(person)).then((mark) => mark === null)).toBe(saved === 1);
    }
  });
});

test('people erased since the backup are erased again, and what they made afterwards stays', async () => {
  for (const user of ['era', 'stays']) await as(user, 'POST', '/v1/presets', { body: PRESET });
  await restoredAfter(() => as('era', 'DELETE', '/v1/me'));
  const names = async (user: string): Promise<unknown> =>
    bodyOf(await as(user, 'GET', '/v1/presets'), presetsResponseSchema).presets.map(({ name }) => name);
  expect(await names('era')).toEqual(['Late night']);
  people.app.clock.now += 1000;
  await as('era', 'POST', '/v1/presets', { body: { ...PRESET, name: 'Made since' } });
  const log: LogLine[] = [];
  const erase = (): Promise<void> => eraseAgain({ database, bucket, secret, log: (line) => log.push(line) });
  await erase();
  expect([await names('era'), await names('stays')]).toEqual([['Made since'], ['Late night']]);
  await erase();
  expect(log.map(({ event }) => event)).toEqual(['erased-again']);
});

test('consent taken back is marked for training, until the person is erased', async () => {
  const person = await pseudonymOf('wanda', secret);
  const event = { type: 'interaction', id: 'of-wanda-1', at: '2026-11-22T11:00:00Z', item: 'i1' };
  await as('wanda', 'POST', '/v1/events', { body: { consent: false, events: [event] } });
  const mark = async (): Promise<unknown> => (await bucket.get(withdrawalKey(person)))?.json() ?? null;
  expect(await mark()).toEqual({ person, withdrawnAt: new Date(people.app.clock.now).toISOString() });
  await as('wanda', 'DELETE', '/v1/me');
  expect(await mark()).toBeNull();
});
