// 1,200 requests at once against the built Worker: each is answered or told to come back, and so is health.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveTiny, type Served } from './served-tiny.ts';

let served: Served;

beforeAll(async () => {
  served = await serveTiny({ variables: { RATE_LIMITS: 'off' } });
});

afterAll(() => served?.stop());

interface Outcome {
  status: number;
  retryAfter: string | undefined;
}

function send(method: string, path: string, body?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(served.url + path, { method, headers, agent: false }, (response) => {
      response.resume();
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
        }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

test('many are served, the rest is told to come back, and health answers meanwhile', async () => {
  const body = JSON.stringify({
    history: ['i1', 'i2'],
    steering: { concepts: { 'genre:horror': 1 } },
    explain: true,
  });
  const flood = Array.from({ length: 1200 }, () => send('POST', '/v1/recommendations', body));
  const health = await send('GET', '/healthz');
  const outcomes = await Promise.all(flood);
  const refused = outcomes.filter(({ status }) => status !== 200);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(refused.length > 0 ? [503] : []));
  expect(refused.filter(({ retryAfter }) => retryAfter === undefined)).toEqual([]);
  // How many are served before the Worker falls behind depends on the machine; none at all would be wrong on any.
  expect(outcomes.length - refused.length).toBeGreaterThan(0);
  expect(health.status).toBe(200);
});
