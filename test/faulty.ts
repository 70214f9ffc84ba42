// The built Worker behind an R2 and a D1 that fail when told to (worker/test/faulty-worker.ts), and how tests ask it.
import { serveTiny, type Served } from './served-tiny.ts';

/** As long as an isolate may go on without looking for a newer model. */
const POINTER_AGE = 30_000;

export interface FaultState {
  bucket: string;
  database: string;
  /** The item store. */
  catalogue: string;
  /** Reads of R2 that are held. */
  waiting: number;
  /** Keys that were read from R2. */
  reads: string[];
  /** The runtime's linear memory. */
  wasmBytes: number;
  ahead: number;
}

export interface Outcome {
  status: number;
  version: string | null;
  retryAfter: string | null;
  body: Record<string, unknown>;
}

export interface Faulty extends Pick<Served, 'publish' | 'store' | 'stop'> {
  /** Sets what is given and says how all is. */
  tell(state: Partial<FaultState>): Promise<FaultState>;
  /** Moves the clock so far that the pointer is read again, and forgets the reads so far. */
  jump(): Promise<FaultState>;
  ask(path: string, init?: RequestInit): Promise<Outcome>;
  recommend(init?: RequestInit): Promise<Outcome>;
}

export async function serveFaulty(variables: Record<string, string> = {}): Promise<Faulty> {
  const { url, publish, store, stop } = await serveTiny({
    script: 'worker/test/faulty-worker.ts',
    variables: { ...variables, RATE_LIMITS: 'off' },
    // Nothing is loaded yet: the tests see the first request.
    readyPath: '/test/state',
  });
  const tell: Faulty['tell'] = async (state) => {
    const response = await fetch(`${url}/test/state`, { method: 'PUT', body: JSON.stringify(state) });
    return (await response.json()) as FaultState;
  };
  const ask: Faulty['ask'] = async (path, init = {}) => {
    const response = await fetch(`${url}${path}`, init);
    return {
      status: response.status,
      version: response.headers.get('x-model-version'),
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  return {
    publish,
    store,
    stop,
    tell,
    ask,
    jump: async () => tell({ ahead: (await tell({})).ahead + POINTER_AGE, reads: [] }),
    recommend: (init = {}) =>
      ask('/v1/recommendations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ history: ['i4', 'i2'], steering: { concepts: { 'genre:horror': 1 } } }),
        ...init,
      }),
  };
}
