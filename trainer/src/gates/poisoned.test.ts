// Nights that went wrong, each held back by the rule that should: versions exported as a run would have, from poisoned parts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookUp } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { GateReport } from '@trimtab/shared/gates.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SMALL, smallRun, writeTables } from '../../testing/small-run.ts';
import type { Dataset } from '../data/dataset.ts';
import { readWeights } from '../files/safetensors.ts';
import type { Weights } from '../files/weights.ts';
import { buildGraphs } from '../onnx/graphs.ts';
import { readArtifact, writeArtifact, type ArtifactContent } from '../publish/artifact.ts';
import { makeProbes } from '../publish/probed-model.ts';
import {
  artifactFolder,
  autoencoderConfig,
  bestWeights,
  loadAutoencoderWeights,
  loadData,
  recommenderConfig,
} from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { boundsSchema } from './bounds.ts';
import { gate } from './gate.ts';
import { tablesOf, type VersionFiles } from './side.ts';

/** So little data shows no lead over the baselines, and does not need it here. */
const BOUNDS = boundsSchema.parse({ ranking: { aboveBaselines: -1 } });

let home: string;
let run: Run;
let data: Dataset;
let serving: VersionFiles;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-poisoned-'));
  const config = { ...SMALL, data: await writeTables(home) };
  run = await smallRun(home, 'base', config);
  data = await loadData(run);
  serving = await readArtifact(artifactFolder(run));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const judge = (candidate: VersionFiles): Promise<GateReport> =>
  gate({ candidate, against: serving, data, seed: 1, bounds: BOUNDS, survival: null, presets: null });

/** What a candidate was held back by. */
async function heldBackBy(candidate: VersionFiles): Promise<string[]> {
  const { rules } = await judge(candidate);
  return [...new Set(rules.filter(({ passed }) => !passed).map(({ name }) => name))];
}

let made = 0;

/** A version exported from the run's parts, some of them changed; one that cannot be run keeps the run's probes. */
async function exported(change: (parts: ArtifactContent) => Partial<ArtifactContent>): Promise<VersionFiles> {
  const { manifest, catalogue, concepts, metrics } = tablesOf(serving);
  const { modelVersion: _, format: __, files: ___, ...described } = manifest;
  const bytes = (name: string): Uint8Array => lookUp(serving.files, name);
  const whole: ArtifactContent = {
    encoder: bytes('encoder.onnx'),
    head: bytes('head.onnx'),
    catalogue,
    concepts,
    metrics,
    probes: JSON.parse(new TextDecoder().decode(bytes('probes.json'))) as NonNullable<
      ArtifactContent['probes']
    >,
    manifest: described,
  };
  const parts = { ...whole, ...change(structuredClone(whole)) };
  const { latents, model } = manifest;
  const probes = await makeProbes({ ...parts, latents }, { maxLength: model.maxLength, seed: 1 }).catch(
    () => whole.probes,
  );
  const folder = join(home, `poisoned-${++made}`);
  await writeArtifact(folder, { ...parts, ...(probes && { probes }) });
  return readArtifact(folder);
}

/** Graphs as the run would have made of these weights. */
async function graphsOf(weights: Weights): Promise<Pick<ArtifactContent, 'encoder' | 'head'>> {
  const { encoder, head } = buildGraphs({
    recommender: recommenderConfig(run, data),
    weights,
    autoencoder: autoencoderConfig(run),
    autoencoderWeights: await loadAutoencoderWeights(run),
    hook: run.config.autoencoder.hook,
    precision: 'int8',
  });
  return { encoder, head };
}

it('lets the model through that serves already, and says every figure', async () => {
  const report = await judge(serving);
  expect(report.rules.filter(({ passed }) => !passed)).toEqual([]);
  expect(report.passed).toBe(true);
  const names = new Set(report.rules.map(({ name }) => name));
  for (const name of [
    'ranking.ndcg10',
    'fidelity.top10Overlap',
    'autoencoder.deadShare',
    'concepts.gain',
    'catalogue.itemsGone',
  ]) {
    expect(names).toContain(name);
  }
  const slices = report.rules.flatMap(({ name, slice }) => (name === 'ranking.ndcg10' ? [slice] : []));
  expect(slices).toContain('items that both know');
});

it('shuffled items', async () => {
  const candidate = await exported(({ catalogue }) => ({
    catalogue: { ...catalogue, ids: catalogue.ids.toReversed(), titles: catalogue.titles.toReversed() },
  }));
  expect(await heldBackBy(candidate)).toContain('ranking.ndcg10');
});

it('half the events gone', async () => {
  const candidate = await exported(({ manifest }) => ({
    manifest: {
      ...manifest,
      data: { ...manifest.data, interactions: Math.floor(manifest.data.interactions / 2) },
    },
  }));
  expect(await heldBackBy(candidate)).toEqual(['catalogue.interactionsKept']);
});

it('one epoch only', async () => {
  const config = { ...run.config, training: { ...run.config.training, maxEpochs: 1 } };
  const short = await smallRun(home, 'one-epoch', config, 'train');
  const { weights } = await readWeights(bestWeights(short));
  const graphs = await graphsOf(weights);
  expect(await heldBackBy(await exported(() => graphs))).toContain('ranking.ndcg10');
});

it('a truncated graph', async () => {
  const candidate = await exported(({ head }) => ({ head: head.subarray(0, head.length / 2) }));
  expect(await heldBackBy(candidate)).toEqual(['version.givesItsLists', 'version.runs']);
});

it('an encoder in the head’s place', async () => {
  const candidate = await exported(({ encoder }) => ({ head: encoder }));
  expect(await heldBackBy(candidate)).toEqual(['version.givesItsLists', 'version.runs']);
});

it('weights that are no numbers', async () => {
  const { weights } = await readWeights(bestWeights(run));
  const poisoned = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data: values }]) => [
      name,
      { shape, data: name === 'items' ? values : values.map(() => Number.NaN) },
    ]),
  );
  const graphs = await graphsOf(poisoned);
  const rules = await heldBackBy(await exported(() => graphs));
  expect(rules).toContain('version.givesItsLists');
  expect(rules).toContain('ranking.scores');
});

it('swapped titles', async () => {
  const candidate = await exported(({ catalogue }) => ({
    catalogue: { ...catalogue, titles: catalogue.titles.toReversed() },
  }));
  expect(await heldBackBy(candidate)).toEqual(['catalogue.titlesChanged']);
});

const nothing = (concept: Concept): Concept => ({ ...concept, calibration: { up: 0, down: 0 } });

const blown = (concept: Concept): Concept => {
  const { up, down } = concept.calibration;
  return { ...concept, calibration: { up: 10_000 * up, down: 10_000 * down } };
};

it('emptied concepts', async () => {
  const candidate = await exported(({ concepts }) => ({ concepts: { ...concepts, concepts: [] } }));
  expect(await heldBackBy(candidate)).toEqual(['concepts.labelScore', 'concepts.survival']);
});

it('concepts that do nothing', async () => {
  const candidate = await exported(({ concepts }) => ({
    concepts: { ...concepts, concepts: concepts.concepts.map(nothing) },
  }));
  expect(await heldBackBy(candidate)).toEqual(['concepts.gain']);
});

it('calibrations × 10,000', async () => {
  const candidate = await exported(({ concepts }) => ({
    concepts: { ...concepts, concepts: concepts.concepts.map(blown) },
  }));
  const rules = await heldBackBy(candidate);
  expect(rules).toContain('concepts.mostGain');
  expect(rules).toContain('concepts.cost');
});
