// `api`: how many requests a second the running Worker answers, and how fast at 60% of that.
import { Agent, request } from 'node:http';
import type { RecommendationRequest } from '@trimtab/shared/api.ts';
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { EDGE_SIZES } from './edge-model.ts';
import { milliseconds } from './median.ts';
import { cpuOfDescendants } from './process-cpu.ts';
import { itemId, publishModel } from './served-model.ts';

const HISTORY = 50;
const SENDERS = 16;
/** V8 compiles the runtime's functions twice, the second time after many runs: so many, and so long, at least. */
const WARM_UP = { milliseconds: 5000, requests: 300 };
const SATURATION = { milliseconds: 10_000, requests: 300 };
const OPEN_LOOP_MS = 20_000;
const OPEN_LOOP_SHARE = 0.6;

interface Outcome {
  milliseconds: number;
  isError: boolean;
}

interface Figures {
  saturationPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
  cpuMsPerRequest: number | null;
  requests: number;
}

/** What the requests ask of one concept: a strength, as figures of before did, or a wish. */
const ASKED = { strength: 0.5, wish: { more: 2 } } as const;

/** Sends a request of a new history, as if it had been due at `due`. */
type Send = (due: number) => Promise<Outcome>;

/**
 * One isolate runs JavaScript and inference on one thread, and so on one core; this client and the network of localhost
 * need a second one. Histories are all different, so no hidden state is found in the cache. The CPU time is that of
 * workerd at saturation, its network threads included.
 */
export async function api(say: (line: string) => void): Promise<object> {
  const [, size] = EDGE_SIZES;
  say(`${size.items} items of size ${size.hiddenSize}`);
  const model = await publishModel(size, 'blocks.0');
  const worker = await model.start({ RATE_LIMITS: 'off' });
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  try {
    const ask = (asked: Asked): Promise<Figures> =>
      figuresOf(senderTo({ url: worker.url, agent, items: size.items, asked }), say);
    say('one strength each');
    const strength = await ask(ASKED.strength);
    say('one wish each');
    return {
      ...strength,
      wish: await ask(ASKED.wish),
      items: size.items,
      hiddenSize: size.hiddenSize,
      history: HISTORY,
    };
  } finally {
    agent.destroy();
    await worker.stop();
    await model.remove();
  }
}

async function figuresOf(send: Send, say: (line: string) => void): Promise<Figures> {
  await closedLoop(send, WARM_UP);
  say('as fast as it answers');
  const cpuBefore = cpuOfDescendants(process.pid, 'workerd');
  const began = performance.now();
  const full = await closedLoop(send, SATURATION);
  const seconds = (performance.now() - began) / 1000;
  const cpuAfter = cpuOfDescendants(process.pid, 'workerd');
  const saturationPerSecond = Math.round(full.length / seconds);
  const perSecond = OPEN_LOOP_SHARE * saturationPerSecond;
  say(`${Math.round(perSecond)} requests a second, whatever it answers`);
  const open = await openLoop(send, perSecond);
  return {
    saturationPerSecond,
    p50Ms: quantile(open, 0.5),
    p99Ms: quantile(open, 0.99),
    errors: [...full, ...open].filter(({ isError }) => isError).length,
    cpuMsPerRequest:
      cpuBefore === null || cpuAfter === null ? null : milliseconds((cpuAfter - cpuBefore) / full.length),
    requests: open.length,
  };
}

type Asked = (typeof ASKED)[keyof typeof ASKED];

interface SenderOptions {
  url: string;
  agent: Agent;
  items: number;
  asked: Asked;
}

function senderTo({ url, agent, items, asked }: SenderOptions): Send {
  const random = createRandom(1, 'bench-api');
  const options = { agent, method: 'POST', headers: { 'content-type': 'application/json' } };
  return (due) => {
    const body: RecommendationRequest = {
      history: Array.from({ length: HISTORY }, () => itemId(random.integer(items))),
      steering: { concepts: { 'genre:g1': asked } },
    };
    return new Promise((resolve) => {
      const done = (isError: boolean): void => resolve({ milliseconds: performance.now() - due, isError });
      const sent = request(`${url}/v1/recommendations`, options, (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode !== 200));
      });
      sent.once('error', () => done(true));
      sent.end(JSON.stringify(body));
    });
  };
}

/** Each sender asks again as soon as it is answered. */
async function closedLoop(send: Send, least: typeof WARM_UP): Promise<Outcome[]> {
  const end = performance.now() + least.milliseconds;
  const outcomes: Outcome[] = [];
  const senders = Array.from({ length: SENDERS }, async () => {
    while (performance.now() < end || outcomes.length < least.requests) {
      outcomes.push(await send(performance.now()));
    }
  });
  await Promise.all(senders);
  return outcomes;
}

/** Requests are due at even intervals and timed from when they were due, so that a stall is charged to all it delays. */
async function openLoop(send: Send, perSecond: number): Promise<Outcome[]> {
  const start = performance.now();
  const count = Math.round((OPEN_LOOP_MS / 1000) * perSecond);
  const outcomes: Promise<Outcome>[] = [];
  for (let i = 0; i < count; i++) {
    const due = start + (1000 * i) / perSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    outcomes.push(send(due));
  }
  return Promise.all(outcomes);
}

function quantile(outcomes: readonly Outcome[], share: number): number {
  const sorted = outcomes.map((outcome) => outcome.milliseconds).sort((a, b) => a - b);
  return milliseconds(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}
