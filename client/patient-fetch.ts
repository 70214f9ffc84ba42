// A fetch with a time limit for each attempt, and with more attempts where repeating can do no harm.

export interface Patience {
  /** Milliseconds that one attempt may take; 10,000 unless told. */
  timeout?: number;
  /** Further attempts after the first; 2 unless told. */
  retries?: number;
  /** Longest wait between attempts in milliseconds; a `Retry-After` beyond it ends the call. 60,000 unless told. */
  longestWait?: number;
  fetch?: typeof globalThis.fetch;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  wait?: (milliseconds: number, signal: AbortSignal | null) => Promise<void>;
  /** From 0 to 1: spreads the attempts of many clients. */
  random?: () => number;
  now?: () => number;
}

type Send = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

const FIRST_WAIT_MS = 250;
const PASSING = new Set([429, 502, 503, 504]);
/** POSTs that only ask: nothing is written, so they may be sent twice. */
const QUESTIONS = [/\/v1\/recommendations(\/batch)?$/, /\/v1\/concepts\/suggest$/];

export function patientFetch({
  timeout = 10_000,
  retries = 2,
  longestWait = 60_000,
  fetch = globalThis.fetch,
  wait = waitFor,
  random = Math.random,
  now = Date.now,
}: Patience = {}): Send {
  return async (url, init = {}) => {
    const given = init.signal ?? null;
    const attempts = mayRepeat(String(url), init) ? retries : 0;
    for (let attempt = 0; ; attempt++) {
      const outcome = await tryOnce(fetch, url, init, { given, timeout });
      const backOff = FIRST_WAIT_MS * 2 ** attempt * (0.5 + random() / 2);
      const pause = outcome instanceof Response ? (askedToWait(outcome, now()) ?? backOff) : backOff;
      const isFinal = outcome instanceof Response && !isPassing(outcome);
      if (isFinal || attempt === attempts || pause > longestWait) return settle(outcome);
      if (outcome instanceof Response) await outcome.body?.cancel();
      await wait(pause, given);
    }
  };
}

interface Limits {
  given: AbortSignal | null;
  timeout: number;
}

/** @returns the answer or why there was none. @throws the caller's own reason, when it is the caller who stops */
async function tryOnce(
  fetch: typeof globalThis.fetch,
  url: string | URL | Request,
  init: RequestInit,
  { given, timeout }: Limits,
): Promise<Response | Error> {
  const limit = AbortSignal.timeout(timeout);
  try {
    return await fetch(url, { ...init, signal: given === null ? limit : AbortSignal.any([given, limit]) });
  } catch (error) {
    given?.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}

function settle(outcome: Response | Error): Response {
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** A conflict that says when to ask again is with the first sending of the very same request. */
const isPassing = ({ status, headers }: Response): boolean =>
  PASSING.has(status) || (status === 409 && headers.has('retry-after'));

/** Repeating is safe for what only reads, and for writes that the server knows again by their key. */
function mayRepeat(url: string, { method = 'GET', headers }: RequestInit): boolean {
  return method === 'GET' || new Headers(headers).has('idempotency-key') || isQuestion(url, { method });
}

/** Tells whether a request only asks, though it is a POST. */
export function isQuestion(url: string, { method }: RequestInit): boolean {
  return method === 'POST' && QUESTIONS.some((path) => path.test(new URL(url).pathname));
}

/** `Retry-After` in milliseconds: it holds seconds or a date. */
function askedToWait(response: Response, now: number): number | null {
  const after = response.headers.get('retry-after');
  if (after === null) return null;
  const milliseconds = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds);
}

function waitFor(milliseconds: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
