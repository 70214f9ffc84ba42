// What every answer has, and who may ask how often, inside workerd.
import { describe, expect, test } from 'vitest';
import { codeOf, problem, testApp, type Answer } from './harness.ts';
import { signedInPeople } from './people.ts';

const people = signedInPeople();

describe('what every answer has', () => {
  test('headers that keep browsers from guessing, framing and telling', async () => {
    for (const path of ['/v1/model', '/v1/presets', '/nowhere']) {
      const { headers } = await people.app.ask('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
    }
  });

  test('CORS for listed origins only, and never with credentials', async () => {
    const listing = testApp({ vars: { ALLOWED_ORIGINS: 'https://a.example, https://b.example' } });
    const at = async (origin: string): Promise<(string | null)[]> => {
      const { headers } = await listing.ask('GET', '/v1/attributes', { headers: { origin } });
      return ['access-control-allow-origin', 'access-control-allow-credentials'].map((name) =>
        headers.get(name),
      );
    };
    expect(await at('https://b.example')).toEqual(['https://b.example', null]);
    for (const origin of [
      'https://a.example.evil.example',
      'https://evil.example',
      'null',
      'http://a.example',
    ]) {
      expect(await at(origin)).toEqual([null, null]);
    }
  });

  test('CORS for every port of a host that is listed so, and for no other host', async () => {
    const listing = testApp({ vars: { ALLOWED_ORIGINS: 'http://localhost:*' } });
    const at = async (origin: string): Promise<string | null> =>
      (await listing.ask('GET', '/v1/attributes', { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    for (const origin of ['http://localhost:5173', 'http://localhost']) expect(await at(origin)).toBe(origin);
    for (const origin of [
      'http://localhost.evil.example:80',
      'https://localhost:5173',
      'http://evil.example:*',
    ]) {
      expect(await at(origin)).toBe(null);
    }
  });

  test('a body that is too large is refused before it is read', async () => {
    const large = await people.app.ask('POST', '/v1/recommendations', { body: 'x'.repeat(256 * 1024 + 1) });
    expect(codeOf(large)).toEqual(problem(413, 'body-too-large'));
  });

  test('a person who asks too often is told how often they may, and how long to wait', async () => {
    const token = await people.key.token({ sub: 'in-a-hurry' });
    let last: Answer | undefined;
    // The window may turn while this asks: two windows are enough for anybody.
    for (let i = 0; i < 300 && last?.status !== 429; i++) {
      last = await people.app.ask('GET', '/v1/me/preferences', { token });
      expect(last.headers.get('ratelimit-policy')).toBe('"person";q=120;w=60');
    }
    expect(last && codeOf(last)).toEqual(problem(429, 'too-many-requests'));
    expect(last?.headers.get('retry-after')).toBe('60');
    expect((await people.as('at-leisure', 'GET', '/v1/me/preferences')).status).toBe(200);
  });
});
