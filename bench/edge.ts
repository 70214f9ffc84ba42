// `edge`: what one request costs in computing, in the wasm runtime of the Worker and in native onnxruntime beside it.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGraphs, type GraphSession, type Runtime } from '@trimtab/trainer/onnx/session.ts';
import type { Graphs } from '@trimtab/trainer/onnx/graphs.ts';
import {
  baseAndSteered,
  EDGE_SIZES,
  edgeGraphs,
  HISTORIES,
  HOOKS,
  randomHistory,
  steeredEdit,
  type EdgeHook,
  type EdgeSize,
} from './edge-model.ts';
import { median, milliseconds } from './median.ts';
import { coldStart } from './cold-start.ts';
import { publishModel } from './served-model.ts';

/** V8 compiles the runtime's functions twice, the second time well in the background: so long until it has. */
const WARM_UP_MS = 3000;
const MEASURED_RUNS = 200;

interface Timing {
  encoderMs: number;
  headMs: number;
  totalMs: number;
  compareHeadMs: number;
}

/** A request is an encoder run over the history and a head run of one edit. */
interface Request {
  encoderMs: number;
  totalMs: number;
}

/** Moving a slider is the head alone, over and over; lists that are compared take a head run of two edits. */
async function time(session: GraphSession, size: EdgeSize, history: number): Promise<Timing> {
  const items = randomHistory(size.items, history);
  const edit = [steeredEdit(size.latents)];
  const both = baseAndSteered(size.latents);
  const context = await session.encode(items);
  const requests = await measure(async (): Promise<Request> => {
    const start = performance.now();
    const encoded = await session.encode(items);
    const middle = performance.now();
    await session.score(encoded, edit);
    return { encoderMs: middle - start, totalMs: performance.now() - start };
  });
  const head = async (edits: Float32Array[]): Promise<number> => {
    const start = performance.now();
    await session.score(context, edits);
    return performance.now() - start;
  };
  return {
    encoderMs: milliseconds(median(requests.map(({ encoderMs }) => encoderMs))),
    headMs: milliseconds(median(await measure(() => head(edit)))),
    totalMs: milliseconds(median(requests.map(({ totalMs }) => totalMs))),
    compareHeadMs: milliseconds(median(await measure(() => head(both)))),
  };
}

/** What `run` measured once it was warm. */
async function measure<T>(run: () => Promise<T>): Promise<T[]> {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) await run();
  const measured: T[] = [];
  while (measured.length < MEASURED_RUNS) measured.push(await run());
  return measured;
}

/** onnxruntime-node is optional: without it the native figures are null. */
function nativeRuntime(): Runtime | null {
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as Runtime;
  } catch {
    return null;
  }
}

async function timings(graphs: Graphs, size: EdgeSize, runtime?: Runtime): Promise<Timing[]> {
  const session = await openGraphs(graphs, runtime);
  const results: Timing[] = [];
  for (const history of HISTORIES) results.push(await time(session, size, history));
  await session.close();
  return results;
}

/** Linear memory of the runtime with both graphs loaded and run, in a process of its own. */
async function memoryOf(graphs: Graphs, size: EdgeSize): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  await writeFile(join(folder, 'encoder.onnx'), graphs.encoder);
  await writeFile(join(folder, 'head.onnx'), graphs.head);
  const script = join(import.meta.dirname, 'edge-memory.ts');
  const args = [script, folder, String(size.items), String(size.latents)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  if (status !== 0) throw new Error(`the memory could not be measured: ${stderr}`);
  return Number(stdout);
}

/** One model at one hook, at every length of history, in the wasm runtime and in native onnxruntime. */
async function casesOf(size: EdgeSize, hook: EdgeHook, native: Runtime | null): Promise<object[]> {
  const { items, hiddenSize } = size;
  const graphs = edgeGraphs(size, hook);
  const wasm = await timings(graphs, size);
  const peer = native ? await timings(graphs, size, native) : [];
  return HISTORIES.map((history, i) => {
    const { totalMs = Number.NaN, headMs = Number.NaN } = wasm[i] ?? {};
    const { totalMs: nativeTotalMs = null, headMs: nativeHeadMs = null } = peer[i] ?? {};
    return {
      items,
      hiddenSize,
      history,
      hook,
      ...wasm[i],
      nativeTotalMs,
      ratio: ratioOf(totalMs, nativeTotalMs),
      nativeHeadMs,
      headRatio: ratioOf(headMs, nativeHeadMs),
    };
  });
}

const ratioOf = (wasmMs: number, nativeMs: number | null): number | null =>
  nativeMs === null ? null : Math.round((100 * wasmMs) / nativeMs) / 100;

/** Cold start and memory are those of the larger model; times are measured in Node, whose V8 is the Worker's too. */
export async function edge(say: (line: string) => void): Promise<object> {
  const native = nativeRuntime();
  if (!native) say('onnxruntime-node is not installed: no native figures');
  const cases: object[] = [];
  for (const size of EDGE_SIZES) {
    for (const hook of HOOKS) {
      say(`${size.items} items of size ${size.hiddenSize}, hook ${hook}`);
      cases.push(...(await casesOf(size, hook, native)));
    }
  }
  const [, largest] = EDGE_SIZES;
  say(`cold starts of the built Worker, ${largest.items} items`);
  const model = await publishModel(largest, 'blocks.0');
  const starts = await coldStart(model, largest);
  await model.remove();
  const wasmMiB = await memoryOf(edgeGraphs(largest), largest);
  return { cases, ...starts, wasmMiB, precision: 'int8' };
}
