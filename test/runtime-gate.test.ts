// The gate's rules on the real runtime: the built Worker serves tiny versions, and its lists are the trainer's, or are not.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateRule } from '@trimtab/shared/gates.ts';
import { boundsSchema } from '@trimtab/trainer/gates/bounds.ts';
import { runtimeGate } from '@trimtab/trainer/gates/runtime-gate.ts';
import { withSide, type VersionFiles } from '@trimtab/trainer/gates/side.ts';
import { readArtifact } from '@trimtab/trainer/publish/artifact.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTinyArtifact } from './tiny-artifact.ts';

let home: string;
let [serving, other]: VersionFiles[] = [];

async function tiny(
  name: string,
  changed: Parameters<typeof writeTinyArtifact>[3] = {},
): Promise<VersionFiles> {
  await writeTinyArtifact(join(home, name), name, undefined, changed);
  return readArtifact(join(home, name));
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-runtime-gate-'));
  serving = await tiny('tiny-000001');
  other = await tiny('tiny-000002', { feedForwardSize: 48 });
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** @param graphs the version whose lists are taken for right */
const judged = (candidate: VersionFiles, graphs: VersionFiles): Promise<GateRule[]> =>
  withSide(graphs, (side) =>
    runtimeGate({
      candidate,
      against: serving ?? null,
      side,
      targets: [0, 1, 2].map((person) => {
        const history = [`i${person}`, `i${person + 7}`, `i${person + 12}`];
        return { person, history, target: 'i29', excluded: history, since: null };
      }),
      // How fast a busy machine is says nothing here.
      bounds: boundsSchema.parse({ runtime: { requests: 6, slowdown: 1000, coldStartSlowdown: 1000 } })
        .runtime,
      configPath: join(import.meta.dirname, '../wrangler.toml'),
    }),
  );

const failed = (rules: readonly GateRule[]): string[] =>
  rules.flatMap(({ name, passed }) => (passed ? [] : [name]));

test('a version whose lists are the trainer’s passes, and one that gives other lists does not', async () => {
  if (serving === undefined || other === undefined) throw new Error('the tiny versions are missing');
  const right = await judged(serving, serving);
  expect(right.map(({ name }) => name)).toEqual([
    'runtime.wrongAnswers',
    'runtime.memoryMiB',
    'runtime.slowdown',
    'runtime.coldStartSlowdown',
  ]);
  expect(failed(right)).toEqual([]);
  expect(failed(await judged(other, serving))).toEqual(['runtime.wrongAnswers']);
});
