// When an attempt is made again, how long is waited, and who may stop it.
import { expect, test } from 'vitest';
import { patientFetch, type Patience } from './patient-fetch.ts';

const RECOMMENDATIONS = 'https://api.example/v1/recommendations';
const PRESETS = 'https://api.example/v1/presets';
const NOW = Date.UTC(2026, 10, 22, 12);

interface Heard {
  attempts: number;
  waits: number[];
}

type Step = Response | Error;

/** Answers each attempt with the next step; waiting takes no time. */
function patient(steps: Step[], options: Patience = {}): [ReturnType<typeof patientFetch>, Heard] {
  const heard: Heard = { attempts: 0, waits: [] };
  const send = patientFetch({
    fetch: async () => {
      const step = steps[heard.attempts++];
      if (step instanceof Response) return step;
      throw step ?? new Error('asked once too often');
    },
    wait: async (milliseconds) => void heard.waits.push(milliseconds),
    random: () => 1,
    now: () => NOW,
    ...options,
  });
  return [send, heard];
}

const busy = (retryAfter?: string): Response =>
  new Response(null, { status: 503, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });

test('a passing failure of a question is waited out, twice as long each time', async () => {
  const [send, heard] = patient([new TypeError('no network'), busy(), new Response('here')]);
  expect(await (await send(RECOMMENDATIONS, { method: 'POST' })).text()).toBe('here');
  expect(heard).toEqual({ attempts: 3, waits: [250, 500] });
});

test.for([
  ['7', 7000],
  [new Date(NOW + 3000).toUTCString(), 3000],
  [new Date(NOW - 3000).toUTCString(), 0],
  ['soon', 250],
] as const)('Retry-After: %s is %d ms', async ([retryAfter, milliseconds]) => {
  const [send, heard] = patient([busy(retryAfter), new Response()]);
  expect((await send(PRESETS)).status).toBe(200);
  expect(heard.waits).toEqual([milliseconds]);
});

test('nobody is kept waiting beyond the longest wait', async () => {
  const [send, heard] = patient([busy('61')]);
  expect((await send(PRESETS)).status).toBe(503);
  expect(heard).toEqual({ attempts: 1, waits: [] });
});

test('after the last attempt the failure is handed on', async () => {
  const [answered] = patient([busy(), busy()], { retries: 1 });
  expect((await answered(PRESETS)).status).toBe(503);
  const [threw] = patient([new Error('one'), new Error('two')], { retries: 1 });
  await expect(threw(PRESETS)).rejects.toThrow('two');
});

test.for([
  ['a write', PRESETS, { method: 'POST' }, 1],
  ['a change', `${PRESETS}/1`, { method: 'PUT' }, 1],
  ['a write with a key', PRESETS, { method: 'POST', headers: { 'Idempotency-Key': 'k' } }, 2],
  ['a batch of questions', `${RECOMMENDATIONS}/batch`, { method: 'POST' }, 2],
  ['a suggestion', 'https://api.example/v1/concepts/suggest', { method: 'POST' }, 2],
] as const)('%s is sent again only where that does no harm', async ([, url, init, attempts]) => {
  const [send, heard] = patient([busy(), new Response()]);
  await send(url, init);
  expect(heard.attempts).toBe(attempts);
});

test('a refusal is final', async () => {
  const [send, heard] = patient([new Response(null, { status: 400 })]);
  expect((await send(PRESETS)).status).toBe(400);
  expect(heard.attempts).toBe(1);
});

/** Hangs until its signal says stop, as fetch does. */
const hangs: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const { signal } = init ?? {};
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

test('an attempt that takes too long ends', async () => {
  const send = patientFetch({ fetch: hangs, timeout: 1, retries: 0 });
  await expect(send(PRESETS)).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('the caller ends an attempt, and no other follows', async () => {
  const stop = new AbortController();
  const [send, heard] = patient([], { fetch: hangs });
  const asked = send(PRESETS, { signal: stop.signal });
  stop.abort(new Error('gone'));
  await expect(asked).rejects.toThrow('gone');
  expect(heard.waits).toEqual([]);
});

test('the caller ends the waiting', async () => {
  const stop = new AbortController();
  const asked = patientFetch({ fetch: async () => busy('50') })(PRESETS, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('gone')));
  await expect(asked).rejects.toThrow('gone');
});
