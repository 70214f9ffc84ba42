// Events from request to file, inside workerd: real queue, real R2, real D1.
import { createMessageBatch } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { Event, EventsMessage } from '@trimtab/shared/events.ts';
import {
  bindings,
  codeOf,
  jwksOf,
  migrate,
  problem,
  START,
  testApp,
  type Answer,
} from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';
import { consumeEvents } from '../events/consume-events.ts';
import { pseudonymOf } from '../events/pseudonym.ts';
import type { LogLine } from '../log.ts';

const SECRET = 'a secret that only tests have, 32+';
const AT = '2026-11-22T11:59:00Z';

const people = signedInPeople({ vars: { EVENTS_SECRET: SECRET }, prepare: migrate });

const watched = (id: string, item = 'i1'): Event => ({ type: 'interaction', id, at: AT, item });

const send = (body: unknown, user = 'ada'): Promise<Answer> =>
  people.as(user, 'POST', '/v1/events', { body });

const chooseProfiling = (user: string, profiling: boolean): Promise<Answer> =>
  people.as(user, 'PUT', '/v1/me/preferences', { body: { profiling, defaultPresetId: null } });

/** Every stored line, file by file. */
async function storedLines(): Promise<Record<string, unknown>[]> {
  const { objects } = await bindings.EVENTS.list({ prefix: 'events/' });
  const texts = await Promise.all(
    objects.map(async ({ key: file }) => (await bindings.EVENTS.get(file))?.text() ?? ''),
  );
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}

/** Lines of the events whose ids begin so. */
const linesOf = async (id: string): Promise<Record<string, unknown>[]> =>
  (await storedLines()).filter((line) => String(line['id']).startsWith(id));

describe('sending', () => {
  test('what is accepted stands in a file under a pseudonym, in which nobody reads the person', async () => {
    const events: Event[] = [
      watched('through-the-queue-1'),
      {
        type: 'impression',
        id: 'through-the-queue-2',
        at: AT,
        recommendationId: 'r-1',
        items: ['i2', 'i3'],
      },
      { type: 'not_interested', id: 'through-the-queue-3', at: AT, item: 'i3' },
    ];
    const { status, body } = await send({ consent: true, events });
    expect([status, body]).toEqual([202, { accepted: 3 }]);
    await expect.poll(async () => (await linesOf('through-the-queue')).length, { timeout: 60_000 }).toBe(3);
    const person = await pseudonymOf('ada', SECRET);
    const receivedAt = '2026-11-22T12:00:00.000Z';
    expect(await linesOf('through-the-queue')).toEqual(
      events.map((event) => ({ ...event, person, receivedAt })),
    );
    const file = await bindings.DB.prepare('select file from event_files where person = ?')
      .bind(person)
      .first('file');
    expect(file).toMatch(/^events\/\d{4}-\d\d-\d\d\/[0-9a-f]{64}\.ndjson$/);
  });

  test('without consent nothing is kept', async () => {
    const { status, body } = await send({ consent: false, events: [watched('no-consent-1')] });
    expect([status, body]).toEqual([202, { accepted: 0, dropped: 'no-consent' }]);
    const kept = await bindings.DB.prepare("select * from event_receipts where id = 'no-consent-1'").all();
    expect(kept.results).toEqual([]);
  });

  test('consent is taken back without an event, and is given with one or more', async () => {
    const { status, body } = await send({ consent: false, events: [] });
    expect([status, body]).toEqual([202, { accepted: 0, dropped: 'no-consent' }]);
    const empty = await send({ consent: true, events: [] });
    expect(codeOf(empty)).toEqual(problem(400, 'invalid-request'));
    expect(empty.body['errors']?.[0]?.['path']).toBe('body.events');
  });

  test('whoever does not want to be profiled is not, until they want it again', async () => {
    const body = { consent: true, events: [watched('not-profiled-1')] };
    await chooseProfiling('nop', false);
    expect((await send(body, 'nop')).body).toEqual({ accepted: 0, dropped: 'profiling-off' });
    await chooseProfiling('nop', true);
    expect((await send(body, 'nop')).body).toEqual({ accepted: 1 });
  });

  test('bounds: time, ids, count and size', async () => {
    const ahead = { ...watched('ahead-of-time'), at: '2026-11-22T12:06:00Z' };
    const future = await send({ consent: true, events: [watched('in-time-1'), ahead] });
    expect(codeOf(future)).toEqual(problem(400, 'invalid-request'));
    expect(future.body['errors']?.[0]?.['path']).toBe('body.events.1.at');
    const long = Array.from({ length: 101 }, (_, i) => watched(`too-many-${i}`));
    const shown = { at: AT, recommendationId: 'r', items: Array.from({ length: 100 }, () => 'i'.repeat(60)) };
    const large = Array.from({ length: 30 }, (_, i) => ({
      ...shown,
      type: 'impression',
      id: `large-${1000 + i}`,
    }));
    expect(codeOf(await send({ consent: true, events: long }))).toEqual(problem(400, 'invalid-request'));
    expect(codeOf(await send({ consent: true, events: large }))).toEqual(problem(413, 'body-too-large'));
    for (const wrong of [
      { consent: true, events: [] },
      { events: [watched('no-consent-said')] },
      { consent: true, events: [watched('short')] },
      { consent: true, events: [{ ...watched('unknown-type'), type: 'purchase' }] },
      { consent: true, events: [{ ...watched('one-field-more'), name: 'Ada' }] },
    ]) {
      expect(codeOf(await send(wrong))).toEqual(problem(400, 'invalid-request'));
    }
  });

  test('without the secret, or with one that could be tried through, it says so', async () => {
    for (const EVENTS_SECRET of [undefined, 'short']) {
      const bare = testApp({
        vars: { AUTH_JWKS: jwksOf(people.key), ...(EVENTS_SECRET && { EVENTS_SECRET }) },
      });
      const body = { consent: true, events: [watched('without-secret')] };
      const answer = await bare.ask('POST', '/v1/events', { body, token: await people.key.token() });
      expect(codeOf(answer)).toEqual(problem(503, 'events-unavailable'));
    }
  });
});

/** Delivers messages as the queue does. */
async function deliver(messages: Record<string, unknown>, bucket = bindings.EVENTS): Promise<LogLine[]> {
  const log: LogLine[] = [];
  const batch = createMessageBatch(
    'trimtab-events',
    Object.entries(messages).map(([id, body]) => ({ id, body, attempts: 1, timestamp: START })),
  );
  const { DB: database, EVENT_QUEUE: queue } = bindings;
  await consumeEvents(batch, { database, bucket, queue, log: (line) => log.push(line) });
  return log;
}

const message = (person: string, ...ids: string[]): EventsMessage => ({
  kind: 'events',
  person,
  receivedAt: '2026-11-22T12:00:00.000Z',
  events: ids.map((id) => watched(id)),
});

describe('the consumer', () => {
  test('an event sent twice is stored once, in one message, one batch or two', async () => {
    await deliver({
      'twice-a': message('p1', 'twice-00', 'twice-01', 'twice-00'),
      'twice-b': message('p1', 'twice-01'),
    });
    await deliver({ 'twice-c': message('p1', 'twice-01', 'twice-02') });
    expect(await linesOf('twice-00')).toHaveLength(1);
    expect(await linesOf('twice-01')).toHaveLength(1);
    expect(await linesOf('twice-02')).toHaveLength(1);
  });

  test('an id belongs to a person: nobody takes another’s', async () => {
    await deliver({ 'whose-a': message('p1', 'whose-id'), 'whose-b': message('p2', 'whose-id') });
    expect((await linesOf('whose-id')).map(({ person }) => person)).toEqual(['p1', 'p2']);
  });

  test('a batch that could not be written is written when it comes again', async () => {
    const failing = { put: () => Promise.reject(new Error('R2 is away')) } as unknown as R2Bucket;
    const messages = { 'again-a': message('p1', 'again-id-1'), 'again-b': message('p1', 'again-id-2') };
    await expect(deliver(messages, failing)).rejects.toThrow('R2 is away');
    expect(await linesOf('again-id-1')).toEqual([]);
    await deliver(messages);
    await deliver(messages);
    expect(await linesOf('again-id-1')).toHaveLength(1);
    expect(await linesOf('again-id-2')).toHaveLength(1);
  });

  test('what is no message of ours is logged and holds nothing up', async () => {
    const log = await deliver({ 'odd-a': { person: 1 }, 'odd-b': message('p1', 'beside-odd') });
    expect(log.map(({ event }) => event)).toEqual(['event-message-refused', 'events-stored']);
    expect(await linesOf('beside-odd')).toHaveLength(1);
  });

  test('events of a person who was erased while they waited are not stored, later ones are', async () => {
    await bindings.DB.prepare('insert into tombstones values (?, ?)').bind('gone', START).run();
    const later = { ...message('gone', 'after-erasure'), receivedAt: '2026-11-22T12:00:00.001Z' };
    await deliver({ 'gone-a': message('gone', 'before-erasure'), 'gone-b': later });
    expect(await linesOf('before-erasure')).toEqual([]);
    expect(await linesOf('after-erasure')).toHaveLength(1);
  });

  test('2,500 events at once, more than a statement has parameters', async () => {
    const batch = Array.from({ length: 25 }, (_, m) => [
      `many-${m}`,
      message('busy', ...Array.from({ length: 100 }, (_unused, i) => `many-${m}-${i}`)),
    ]);
    const [line] = await deliver(Object.fromEntries(batch) as Record<string, unknown>);
    expect(line).toMatchObject({ lines: 2500, repeated: 0 });
  });
});

test('a pseudonym is HMAC-SHA-256', async () => {
  // printf 'what do ya want for nothing?' | openssl dgst -sha256 -hmac JefeJefeJefeJefeJefeJefeJefeJefe
  expect(await pseudonymOf('what do ya want for nothing?', 'Jefe'.repeat(8))).toBe(
    '167f928588c5cc2eef8e3093caa0e87c9ff566a14794aa61648d81621a2a40c6',
  );
});
