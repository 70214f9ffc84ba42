// The gate on a run: its files as the candidate, a published version as what serves.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateReport } from '@trimtab/shared/gates.ts';
import { survivalSchema, type PresetWishes, type Survival } from '@trimtab/shared/survival.ts';
import { readArtifact } from '../publish/artifact.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import { storedVersion } from '../publish/servable.ts';
import { artifactFolder, loadData } from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import type { Bounds } from './bounds.ts';
import { gate } from './gate.ts';
import { runtimeGate } from './runtime-gate.ts';
import { targetsOf } from './targets.ts';

export interface GateRunOptions {
  run: Run;
  store: ObjectStore;
  /** A published version, or null where nothing serves. */
  against: string | null;
  bounds: Bounds;
  presets: PresetWishes | null;
  /** wrangler.toml of the Worker that serves both; null leaves the rules of the runtime out. */
  worker: string | null;
  say?: (line: string) => void;
}

/** Where what follows concepts through retraining leaves its report on a version. */
const survivalFile = (run: Run, version: string): string =>
  join(run.folder, '..', '..', 'training', version, 'survival.json');

/** @throws PublishError where what serves is not whole, or the run has no artifact */
export async function gateRun(options: GateRunOptions): Promise<GateReport> {
  const { run, store, against, bounds, presets, worker, say } = options;
  const data = await loadData(run);
  const { seed } = run.config;
  const candidate = await readArtifact(artifactFolder(run));
  return gate({
    candidate,
    against: against === null ? null : await storedVersion(store, against),
    data,
    seed,
    bounds,
    survival: await readSurvival(survivalFile(run, candidate.manifest.modelVersion), against),
    presets,
    ...(say && { say }),
    ...(worker !== null && {
      runtime: (own, serving, side) =>
        runtimeGate({
          candidate: own,
          against: serving,
          side,
          targets: targetsOf(data, bounds.runtime.requests, seed),
          bounds: bounds.runtime,
          configPath: worker,
        }),
    }),
  });
}

/** A report on another version than the one that serves says nothing here. */
async function readSurvival(path: string, against: string | null): Promise<Survival | null> {
  if (!existsSync(path)) return null;
  const survival = survivalSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  return survival.against === against ? survival : null;
}
