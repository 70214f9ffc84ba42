// The Worker as it is built, with an R2 and a D1 that fail when told to, and a clock that jumps: what tests of faults
// serve in place of the entry. `PUT /test/state` tells it; `GET /test/state` says what it does.
import { createApp } from '../src/app.ts';

/** `broken` fails after the answer has begun; `silent` never answers. */
type Fault = 'none' | 'away' | 'broken' | 'silent' | 'held';

const state = {
  bucket: 'none' as Fault,
  database: 'none' as Fault,
  /** The item store. */
  catalogue: 'none' as Fault,
  /** Milliseconds that the clock is ahead. */
  ahead: 0,
  /** Reads of R2 that are held until `bucket` is something else. */
  waiting: 0,
  /** Keys that were read from R2. */
  reads: [] as string[],
};

const memories: WebAssembly.Memory[] = [];
// The runtime keeps its linear memory to itself, so what it makes is noted on the way.
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

const app = createApp({ now: () => Date.now() + state.ahead, limits: { read: 1000, request: 8000 } });

export default {
  async fetch(request, env, context) {
    if (new URL(request.url).pathname !== '/test/state') {
      const [ARTIFACTS, DB, CATALOGUE] = [faultyBucket(env), faultyDatabase(env), faultyCatalogue(env)];
      return app.fetch(request, { ...env, ARTIFACTS, DB, CATALOGUE }, context);
    }
    if (request.method === 'PUT') Object.assign(state, await request.json());
    const wasmBytes = memories.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
    return Response.json({ ...state, wasmBytes });
  },
} satisfies ExportedHandler<Env>;

async function fail(fault: Fault): Promise<void> {
  if (fault === 'away') throw new Error('internal error 10001');
  if (fault === 'silent') await new Promise(() => undefined);
}

async function holdOn(): Promise<void> {
  state.waiting += 1;
  while (state.bucket === 'held') await scheduler.wait(20);
  state.waiting -= 1;
}

const faultyBucket = ({ ARTIFACTS }: Env): R2Bucket =>
  new Proxy(ARTIFACTS, {
    get: (bucket, name) =>
      name === 'get'
        ? async (key: string) => {
            state.reads.push(key);
            if (state.bucket === 'held') await holdOn();
            await fail(state.bucket);
            const object = await bucket.get(key);
            return state.bucket === 'broken' ? { arrayBuffer: () => fail('away') } : object;
          }
        : (Reflect.get(bucket, name) as unknown),
  });

/** Methods of a database, of a session of it, and of a statement, that ask D1. */
const ASKS: ReadonlySet<string | symbol> = new Set(['all', 'first', 'raw', 'run', 'batch', 'exec']);

/** A statement, a session, or the database itself: what asks D1 fails, what only prepares to does not. */
function failing<T extends object>(target: T, database: 'database' | 'catalogue'): T {
  return new Proxy(target, {
    get(_, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (ASKS.has(name)) return askD1(state[database], async () => method.apply(target, args));
        const came = method.apply(target, args);
        return typeof came === 'object' && came !== null ? failing(came, database) : came;
      };
    },
  });
}

const LOST = 'D1_ERROR: Network connection lost.';

async function askD1(fault: Fault, ask: () => Promise<unknown>): Promise<unknown> {
  if (fault === 'away') throw new Error(LOST);
  await fail(fault);
  const answer = await ask();
  if (fault === 'broken') throw new Error(LOST); // what was asked has happened
  return answer;
}

const faultyDatabase = ({ DB }: Env): D1Database =>
  state.database === 'none' ? DB : failing(DB, 'database');

/** The store is kept from the first request on, so it looks at each question whether to fail. */
const faultyCatalogue = ({ CATALOGUE }: Env): D1Database => failing(CATALOGUE, 'catalogue');
