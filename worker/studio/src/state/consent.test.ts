import { expect, test } from 'vitest';
import type { TrimtabClient } from '../../../../client/index.ts';
import { tellEvent } from './consented-events.ts';
import { Consent, personIn } from './consent.ts';
import type { Session } from './session.ts';

const tokenOf = (sub: string): string =>
  `header.${btoa(JSON.stringify({ iss: 'https://issuer', sub }))}.signature`;

/** A browser with one person at a time, and a service that hears. */
function browser() {
  const kept = new Map<string, string>();
  const heard: { consent: boolean; events: { type: string }[] }[] = [];
  const session = { token: tokenOf('ada') as string | null };
  const service = { answers: true };
  const trimtab = {
    events: {
      post: ({ json }: { json: (typeof heard)[number] }) => {
        if (!service.answers) return Promise.reject(new TypeError('nobody answers'));
        heard.push(json);
        return Promise.resolve(json.consent ? { accepted: 1 } : { accepted: 0, dropped: 'no-consent' });
      },
    },
  } as unknown as TrimtabClient;
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const consent = new Consent(trimtab, session as Session, storage);
  const tell = () =>
    tellEvent({ trimtab, consent }, { type: 'interaction', item: 'a', recommendationId: 'r' });
  return { consent, session, service, heard, tell };
}

test('nothing is sent until a person agrees, and another person in the same browser has not', async () => {
  const { consent, session, heard, tell } = browser();
  expect(await tell()).toBeNull();
  expect([consent.state, heard]).toEqual(['none', []]);
  consent.give();
  expect(await tell()).toBeNull();
  expect(heard.map(({ events }) => events.map(({ type }) => type))).toEqual([['interaction']]);
  session.token = tokenOf('bob');
  expect(consent.state).toBe('none');
  session.token = null;
  consent.give();
  expect(consent.state).toBe('none');
  session.token = tokenOf('ada');
  expect(consent.state).toBe('given');
});

test('what is taken back is told to the service, once it can be reached', async () => {
  const { consent, service, heard, tell } = browser();
  consent.give();
  service.answers = false;
  await expect(consent.withdraw()).rejects.toThrow('nobody answers');
  expect(consent.state).toBe('withdrawing');
  service.answers = true;
  await tell();
  expect(heard).toEqual([]);
  await consent.withdraw();
  expect([consent.state, heard]).toEqual(['none', [{ consent: false, events: [] }]]);
});

test('a person is told by issuer and subject, and what is no token tells nobody', () => {
  expect(personIn(tokenOf('ada'))).toBe('https://issuer ada');
  expect(['', 'opaque', 'a.b.c', null].map(personIn)).toEqual([null, null, null, null]);
});
