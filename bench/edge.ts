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

/** V8 compiles the runtime's functions twice, the second time well in the background: so long until it has. */
const WARM_UP_MS = 3000;
const MEASURED_RUNS = 200;
const COLD_STARTS = 5;

interface Timing {
  encoderMs: number;
  headMs: number;
  totalMs: number;
  compareHeadMs: number;
}

/**
 * A request is an encoder run over the history and a head run of one edit; moving a slider is the head alone. Lists
 * that are compared take a head run of two edits.
 */
async function time(session: GraphSession, size: EdgeSize, history: number): Promise<Timing> {
  const items = randomHistory(size.items, history);
  const edit = [steeredEdit(size.latents)];
  const both = baseAndSteered(size.latents);
  const measured: Timing[] = [];
  const warm = performance.now() + WARM_UP_MS;
  while (measured.length < MEASURED_RUNS) {
    const start = performance.now();
    const context = await session.encode(items);
    const encoded = performance.now();
    await session.score(context, edit);
    const end = performance.now();
    await session.score(context, both);
    const compared = performance.now();
    if (start < warm) continue;
    const [encoderMs, headMs, compareHeadMs] = [encoded - start, end - encoded, compared - end];
    measured.push({ encoderMs, headMs, totalMs: end - start, compareHeadMs });
  }
  const of = (key: keyof Timing): number => milliseconds(median(measured.map((run) => run[key])));
  return {
    encoderMs: of('encoderMs'),
    headMs: of('headMs'),
    totalMs: of('totalMs'),
    compareHeadMs: of('compareHeadMs'),
  };
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

interface ColdStart {
  coldStartMs: number;
  wasmMiB: number;
}

/** In a process of its own each time: from importing the runtime to the first scores. */
async function coldStart(graphs: Graphs, size: EdgeSize): Promise<ColdStart> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  await writeFile(join(folder, 'encoder.onnx'), graphs.encoder);
  await writeFile(join(folder, 'head.onnx'), graphs.head);
  const script = join(import.meta.dirname, 'edge-cold-start.ts');
  const starts = Array.from({ length: COLD_STARTS }, () => {
    const args = [script, folder, String(size.items), String(size.latents)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the cold start failed: ${stderr}`);
    return JSON.parse(stdout) as ColdStart;
  });
  await rm(folder, { recursive: true });
  return {
    coldStartMs: Math.round(median(starts.map((start) => start.coldStartMs))),
    wasmMiB: median(starts.map((start) => start.wasmMiB)),
  };
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

/** Cold start and memory are those of the larger model. All of it is measured in Node, whose V8 is the Worker's too. */
export async function edge(say: (line: string) => void): Promise<object> {
  const native = nativeRuntime();
  if (!native) say('onnxruntime-node is not installed: no native figures');
  const cases: object[] = [];
  let start: ColdStart = { coldStartMs: 0, wasmMiB: 0 };
  for (const size of EDGE_SIZES) {
    for (const hook of HOOKS) {
      say(`${size.items} items of size ${size.hiddenSize}, hook ${hook}`);
      cases.push(...(await casesOf(size, hook, native)));
    }
    start = await coldStart(edgeGraphs(size), size);
  }
  return { cases, ...start, precision: 'int8', measuredIn: 'node' };
}
