// Overload: an isolate works on so many requests at once, and tells the others at once to come back. Whose caller is gone
// is not worked on any more.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { Problem } from '../problem.ts';

/** Requests of each kind that an isolate takes on. A batch is the work of up to a hundred others. */
const MOST = { batches: 4, personal: 200, computing: 200 };

/** So long a step may wait for its turn before no more work is taken on. */
const LONGEST_LAG_MS = 1500;

/** What ends without a word, since the runtime cancelled it, is forgotten after this. */
const FORGOTTEN_MS = 60_000;

/** Waits for the isolate's other work between two steps of computing. @throws Problem when the result is for nobody */
export type Pace = () => Promise<void>;

interface AdmissionOptions {
  /** Milliseconds after which a request is answered whatever it has come to. */
  limit: number;
}

/** Puts `c.var.pace`; one counter for each app, and so for each isolate. @throws Problem `overloaded` */
export function admission({ limit }: AdmissionOptions) {
  const lanes = { batches: new Map<symbol, number>(), personal: new Map(), computing: new Map() };
  const lag = { milliseconds: 0, measuredAt: -Infinity };

  function pacing(c: Context<AppEnv>, startedAt: number): Pace {
    return async () => {
      const asked = performance.now();
      await scheduler.wait(0);
      const resumed = performance.now();
      Object.assign(lag, { milliseconds: resumed - asked, measuredAt: resumed });
      if (c.req.raw.signal.aborted) throw new Problem('caller-gone', 'Nobody waits for the answer.');
      if (resumed - startedAt >= limit) throw overloaded(LONGEST_LAG_MS);
    };
  }

  return createMiddleware<AppEnv>(async (c, next) => {
    // Only how long things take counts here: a clock that is set meanwhile must refuse nobody.
    const now = performance.now();
    const name = laneOf(c.req.path);
    const lane = lanes[name];
    forgetOld(lane, now);
    const isBehind = lag.milliseconds > LONGEST_LAG_MS && now - lag.measuredAt < LONGEST_LAG_MS;
    if (lane.size >= MOST[name] || (isBehind && name !== 'personal')) throw overloaded(lag.milliseconds);
    const request = Symbol(name);
    lane.set(request, now);
    c.set('pace', pacing(c, now));
    const work = next().finally(() => lane.delete(request));
    // A request whose caller hangs up goes on to its next step, where it ends in order and makes room.
    c.executionCtx.waitUntil(work.catch(() => undefined));
    await work;
  });
}

function laneOf(path: string): keyof typeof MOST {
  if (/^\/v1\/recommendations\/batch\/?$/.test(path)) return 'batches';
  return /^\/v1\/(presets|me|events)\b/.test(path) ? 'personal' : 'computing';
}

/** Entries stand in the order of their times. */
function forgetOld(lane: Map<symbol, number>, now: number): void {
  for (const [request, startedAt] of lane) {
    if (now - startedAt < FORGOTTEN_MS) return;
    lane.delete(request);
  }
}

function overloaded(lagMs: number): Problem {
  const seconds = 1 + Math.ceil(lagMs / 1000);
  return new Problem('overloaded', `Too much is asked at once: ask again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
