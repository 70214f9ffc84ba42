// A sweep over autoencoders, judged on validation: users who select, never those who test.
import { at } from '@trimtab/shared/look-up.ts';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import { z } from 'zod';
import type { Activations } from '../activations/harvest.ts';
import { harvest, hiddenOfRole } from '../activations/harvest.ts';
import { usersOfRole } from '../activations/roles.ts';
import { gatherEvidence } from '../concepts/evidence.ts';
import type { Dataset } from '../data/dataset.ts';
import { bestLatentCorrelations } from '../interpretability/best-latent.ts';
import { evaluateAutoencoder } from '../interpretability/evaluate-autoencoder.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';
import { measured } from '../interpretability/interpretability.ts';
import { mean } from '../math/mean.ts';
import { writeJson } from '../files/atomic.ts';
import { canonicalJson } from '../files/hash.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { loadAutoencoder, sparseCodes } from '../sae/codes.ts';
import { trainAutoencoder } from '../sae/train.ts';
import { kindReads } from '../config/autoencoder-kinds.ts';
import type { AutoencoderSettings } from '../config/schema.ts';
import type { Progress } from '../config/progress.ts';
import type { Run } from '../run/run-folder.ts';
import { halvesOfSelection } from './selection-halves.ts';

const rowSchema = z.object({
  /** All settings of the autoencoder, by which a row is found again. */
  settings: z.record(z.string(), z.unknown()),
  hook: z.string(),
  kind: z.string(),
  latents: z.number(),
  k: z.number().nullable(),
  l1Weight: z.number().nullable(),
  explainedVariance: z.number(),
  pcaExplainedVariance: z.number(),
  l0: z.number(),
  deadShare: z.number(),
  ndcgKept: z.number(),
  meanCorrelation: z.number(),
  seconds: z.number(),
});

export type SweepRow = z.infer<typeof rowSchema>;

export interface SweepOptions {
  run: Run;
  data: Dataset;
  model: Recommender;
  cells: readonly AutoencoderSettings[];
  report: Progress;
  /** Seconds from any origin. */
  clock: () => number;
}

export const sweepFile = (run: Run): string => join(run.folder, 'sweep', 'sweep.json');

/** Rows of the sweeps of this run so far. */
export async function readSweep(run: Run): Promise<SweepRow[]> {
  const path = sweepFile(run);
  return existsSync(path) ? z.array(rowSchema).parse(JSON.parse(await readFile(path, 'utf8'))) : [];
}

/**
 * One row a cell, written as soon as it is there: a sweep that stopped goes on where it was. docs/measures.md defines the
 * columns, all of which are of selection users.
 */
export async function sweepAutoencoders(options: SweepOptions): Promise<SweepRow[]> {
  const { run, data, model, cells, report } = options;
  const rows = await readSweep(run);
  const harvested: { hook?: Hook; activations?: Activations } = {};
  for (const [i, settings] of cells.entries()) {
    const found = rows.find((row) => canonicalJson(row.settings) === canonicalJson(settings));
    if (found !== undefined) continue;
    const { hook, maxPositions } = settings;
    if (harvested.hook !== hook || harvested.activations === undefined) {
      const seed = run.config.seed;
      harvested.activations = await harvest(model, data, hook, { maxPositions, seed, report });
      harvested.hook = hook;
    }
    const row = await measureCell(settings, harvested.activations, options);
    rows.push(row);
    await writeJson(sweepFile(run), rows);
    report.line(`${i + 1} of ${cells.length}: ${lineOf(row)}`);
  }
  const wanted = new Set(cells.map((settings) => canonicalJson(settings)));
  return rows.filter((row) => wanted.has(canonicalJson(row.settings)));
}

async function measureCell(
  settings: AutoencoderSettings,
  activations: Activations,
  { run, data, model, report, clock }: SweepOptions,
): Promise<SweepRow> {
  const { kind, hook, latents, k, l1Weight } = settings;
  const { seed, concepts } = run.config;
  const config = { kind, latents, k, hiddenSize: activations.hiddenSize };
  const trainingHidden = hiddenOfRole(activations, 'train');
  const began = clock();
  const quiet: Progress = { ...report, line: () => {} };
  const weights = await trainAutoencoder(trainingHidden, config, settings, seed, quiet);
  const seconds = clock() - began;
  const sae = loadAutoencoder(config, weights);
  const halves = halvesOfSelection(activations);
  const inSelection = usersOfRole(data, 'selection');
  const users = heldOutUsers(data, 'validation').filter(({ user }) => inSelection.has(user));
  const { pca, ...quality } = await evaluateAutoencoder({
    model,
    hook,
    sae,
    split: 'validation',
    trainingHidden,
    hidden: halves.hidden,
    everyHidden: activations.hidden,
    users,
  });
  const codes = await sparseCodes(sae, halves.hidden);
  tf.dispose(sae.parameters);
  const catalogue = measured(data.catalogue, concepts.minItems);
  const evidence = gatherEvidence(catalogue, halves, codes, latents, seed);
  return {
    settings,
    hook,
    kind,
    latents,
    k: kindReads(kind, 'k') ? k : null,
    l1Weight: kindReads(kind, 'l1Weight') ? l1Weight : null,
    explainedVariance: quality.explainedVariance,
    pcaExplainedVariance: pca.explainedVariance,
    l0: quality.l0,
    deadShare: quality.deadShare,
    ndcgKept: quality.ndcgKept,
    meanCorrelation: mean(bestLatentCorrelations(evidence)),
    seconds,
  };
}

const HEADINGS = ['hook', 'kind', 'latents', 'k or λ', 'L0', 'EV', 'PCA EV', 'dead', 'NDCG kept', 'r', 's'];
const WIDTHS = [10, 11, 8, 7, 7, 7, 7, 7, 10, 7, 6];

export function lineOf(row: SweepRow): string {
  const { hook, kind, latents, k, l1Weight, l0, explainedVariance, pcaExplainedVariance } = row;
  return inColumns([
    hook,
    kind,
    String(latents),
    String(k ?? l1Weight),
    l0.toFixed(1),
    ...[explainedVariance, pcaExplainedVariance, row.deadShare, row.ndcgKept, row.meanCorrelation].map(
      (value) => value.toFixed(3),
    ),
    row.seconds.toFixed(0),
  ]);
}

export const sweepTable = (rows: readonly SweepRow[]): string =>
  [inColumns(HEADINGS), ...rows.map(lineOf)].join('\n');

const inColumns = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(at(WIDTHS, i)))
    .join(' ')
    .trimEnd();
