// A request over a network that cuts and hangs: each attempt has a time limit, its body included, and some more follow.
import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds in which an answer must begin, and then each further piece of it must come. */
  stallMs: number;
  attempts: number;
  /** Milliseconds before the second attempt; each later pause is twice as long. */
  firstPauseMs: number;
}

export const PATIENCE: Patience = { stallMs: 30_000, attempts: 5, firstPauseMs: 250 };

/** An answer that came whole. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

/** Bytes a second below which a network counts as hanging: a large body has more time to be sent. */
const SLOWEST = 50_000;
const LONGEST_PAUSE_MS = 10_000;

/** Statuses that another attempt may change. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

interface Sending {
  /** Sends the request anew. */
  send(signal: AbortSignal): Promise<Response>;
  /** Bytes of what is sent. */
  size?: number;
}

/**
 * Asks until there is a whole answer that counts. What is asked may so happen twice: only for what does no harm then.
 *
 * @returns the last answer, when that is one of those that could pass
 * @throws Error of the last attempt when none of them was answered: what was asked may have happened
 */
export async function askPatiently(sending: Sending, patience: Patience = PATIENCE): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await askOnce(sending, patience).catch(asError);
    const isLast = attempt >= patience.attempts;
    if (!(outcome instanceof Error) && (isLast || !PASSING.has(outcome.status))) return outcome;
    if (outcome instanceof Error && isLast) throw outcome;
    await pauseAfter(attempt, patience);
  }
}

/** Waits longer after each attempt, and spreads those of many runners. @param attempt from 1 */
export async function pauseAfter(attempt: number, { firstPauseMs }: Patience = PATIENCE): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** (attempt - 1));
  await pause(longest * (0.5 + Math.random() / 2));
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** One attempt. @throws Error when the connection is cut, or nothing comes for too long */
export async function askOnce(
  { send, size = 0 }: Sending,
  { stallMs }: Pick<Patience, 'stallMs'> = PATIENCE,
): Promise<Answer> {
  const stop = new AbortController();
  const limit = stallMs + (1000 * size) / SLOWEST;
  const stall = (): void => stop.abort(new Error(`nothing came for ${limit / 1000} s`));
  const timer = setTimeout(stall, limit);
  // Node's fetch does not always end a body whose request is aborted: whoever waits for it is told here.
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(asError(stop.signal.reason)));
  });
  const answer = async (): Promise<Answer> => {
    const response = await send(stop.signal);
    timer.refresh();
    const bytes = await wholeBody(response, () => timer.refresh());
    return { status: response.status, headers: response.headers, bytes };
  };
  try {
    return await Promise.race([answer(), stopped]);
  } finally {
    clearTimeout(timer);
  }
}

async function wholeBody(response: Response, onPiece: () => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    onPiece();
  }
  return new Uint8Array(Buffer.concat(pieces));
}
