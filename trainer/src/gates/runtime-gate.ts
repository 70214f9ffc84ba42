// Rules on the real runtime: the built Worker serves both versions in turn, and the candidate must answer right, and as fast.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateRule } from '@trimtab/shared/gates.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { sha256 } from '../files/hash.ts';
import { median } from '../math/quantile.ts';
import { MANIFEST_FILE } from '../publish/artifact.ts';
import { openLocalStore } from '../publish/local-store.ts';
import type { Bounds } from './bounds.ts';
import { buildWorker, type BuiltWorker } from './built-worker.ts';
import { faultOfAnswer, questionsFor, type Question } from './questions.ts';
import { atMost } from './rule.ts';
import { bytesOf, type Side, type VersionFiles } from './side.ts';
import type { Target } from './targets.ts';

export interface RuntimeOptions {
  candidate: VersionFiles;
  against: VersionFiles | null;
  /** The candidate's graphs, whose lists the Worker's must equal. */
  side: Side;
  targets: readonly Target[];
  bounds: Bounds['runtime'];
  /** The Worker's wrangler.toml. */
  configPath: string;
}

/** Workers of each side that are started anew, in turn. */
const COLD_STARTS = 3;

/** A gate's requests come as fast as they are answered; large catalogues are served from memory here. */
const VARIABLES = { RATE_LIMITS: 'off', CATALOGUE_IN_MEMORY: '100000000', KEYS_REQUIRED: 'false' };

export async function runtimeGate(options: RuntimeOptions): Promise<GateRule[]> {
  const { candidate, against, side, targets, bounds, configPath } = options;
  const home = await mkdtemp(join(tmpdir(), 'trimtab-gate-'));
  const worker = await buildWorker(join(home, 'none'));
  try {
    const questions = await questionsFor(side, targets, bounds.requests);
    const states = [await stateOf(join(home, 'candidate'), candidate, configPath)];
    if (against !== null) states.push(await stateOf(join(home, 'serving'), against, configPath));
    const measured = await measure(worker, states, questions);
    const memory = await memoryOf(join(home, 'graphs'), candidate);
    return rulesOf(measured, memory, bounds);
  } finally {
    await worker.remove();
    await rm(home, { recursive: true, force: true });
  }
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A local R2 in which this version is the current one. */
async function stateOf(
  persistTo: string,
  { manifest, files }: VersionFiles,
  configPath: string,
): Promise<string> {
  const { modelVersion } = manifest;
  const store = await openLocalStore({ configPath, persistTo });
  try {
    const objects: [string, Uint8Array][] = [
      ...[...files].map(([name, bytes]): [string, Uint8Array] => [artifactKey(modelVersion, name), bytes]),
      [artifactKey(modelVersion, MANIFEST_FILE), json(manifest)],
      [POINTER_KEY, json({ current: modelVersion, previous: null })],
    ];
    for (const [key, bytes] of objects) {
      await store.put(key, bytes, { sha256: sha256(bytes), contentType: 'application/octet-stream' });
    }
  } finally {
    await store.close();
  }
  return persistTo;
}

interface Measured {
  coldMs: number[];
  answersMs: number[];
  /** What was wrong with the candidate's answers. */
  faults: string[];
}

/** Both sides in turn, so that what else the machine does falls on both. */
async function measure(
  worker: BuiltWorker,
  states: readonly string[],
  questions: Question[],
): Promise<Measured[]> {
  const sides: Measured[] = states.map(() => ({ coldMs: [], answersMs: [], faults: [] }));
  for (let start = 1; start <= COLD_STARTS; start++) {
    const served = [];
    for (const state of states) served.push(await worker.start(VARIABLES, state));
    try {
      for (const [i, { url }] of served.entries())
        at(sides, i).coldMs.push((await ask(url, at(questions, 0))).ms);
      if (start === COLD_STARTS)
        await askAll(
          served.map(({ url }) => url),
          questions,
          sides,
        );
    } finally {
      for (const one of served) await one.stop();
    }
  }
  return sides;
}

async function askAll(
  urls: readonly string[],
  questions: readonly Question[],
  sides: Measured[],
): Promise<void> {
  for (const question of questions) {
    for (const [i, url] of urls.entries()) {
      const { ms, status, body } = await ask(url, question);
      at(sides, i).answersMs.push(ms);
      const fault =
        status === 200 ? i === 0 && faultOfAnswer(question, body) : `${status}: ${body.slice(0, 200)}`;
      if (fault !== false && fault !== null) at(sides, i).faults.push(fault);
    }
  }
}

async function ask(
  url: string,
  { request }: Question,
): Promise<{ ms: number; status: number; body: string }> {
  const began = performance.now();
  const response = await fetch(`${url}/v1/recommendations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = await response.text();
  return { ms: performance.now() - began, status: response.status, body };
}

async function memoryOf(folder: string, { manifest, files }: VersionFiles): Promise<number> {
  await mkdir(folder);
  for (const name of ['encoder.onnx', 'head.onnx']) await writeFile(join(folder, name), bytesOf(files, name));
  const script = join(import.meta.dirname, 'linear-memory.ts');
  const args = [script, folder, String(manifest.model.maxLength), String(manifest.data.items)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`the memory of ${manifest.modelVersion} could not be measured: ${stderr}`);
  return Number(stdout);
}

function rulesOf([candidate, serving]: Measured[], memoryMiB: number, bounds: Bounds['runtime']): GateRule[] {
  if (candidate === undefined) throw new RangeError('no Worker was asked');
  const { faults, answersMs } = candidate;
  const rules = [
    atMost({
      name: 'runtime.wrongAnswers',
      figure: faults.length,
      bound: 0,
      says: `of ${answersMs.length} answers${faults.length > 0 ? `; the first: ${faults[0]}` : ''}`,
    }),
    atMost({
      name: 'runtime.memoryMiB',
      figure: memoryMiB,
      bound: bounds.memoryMiB,
      says: 'linear memory of both graphs',
    }),
  ];
  if (serving === undefined) return rules;
  const [own, theirs] = [median(answersMs), median(serving.answersMs)];
  // The fastest starts: what else the machine does can only make one slower.
  const [cold, theirCold] = [Math.min(...candidate.coldMs), Math.min(...serving.coldMs)];
  return [
    ...rules,
    atMost({
      name: 'runtime.slowdown',
      figure: own / theirs,
      bound: bounds.slowdown,
      says: `medians of ${own.toFixed(1)} and ${theirs.toFixed(1)} ms`,
    }),
    atMost({
      name: 'runtime.coldStartSlowdown',
      figure: cold / theirCold,
      bound: bounds.coldStartSlowdown,
      says: `the fastest of ${COLD_STARTS} starts: ${cold.toFixed(0)} and ${theirCold.toFixed(0)} ms`,
    }),
  ];
}
