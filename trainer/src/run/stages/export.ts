// Stage export: everything that serving needs in one folder, under the manifest of its version.
import { existsSync } from 'node:fs';
import { at } from '@trimtab/shared/look-up.ts';
import { readFile } from 'node:fs/promises';
import { metricsSchema, type Metrics } from '@trimtab/shared/metrics.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import type { Dataset } from '../../data/dataset.ts';
import { historyOf, itemCount, newestTime, userCount } from '../../data/dataset.ts';
import { writeArtifact } from '../../publish/artifact.ts';
import { makeProbes } from '../../publish/probed-model.ts';
import { codeHash } from '../../publish/version.ts';
import { createRandom } from '../../math/random.ts';
import {
  artifactFolder,
  graphFile,
  liftsFile,
  loadConcepts,
  loadData,
  metricsFile,
  tableFile,
} from '../files-of-run.ts';
import { exportTraining } from './export-training.ts';
import type { Stage } from './stage.ts';

const SAMPLES = 12;

export const exportStage: Stage = {
  name: 'export',
  says: 'puts all that serving needs in one folder',
  inputs: () => codeHash(),
  async work({ run, report }) {
    const data = await loadData(run);
    const { autoencoder, recommender, seed } = run.config;
    const { kind, hiddenSize, blocks, heads, maxLength } = recommender;
    const parts = {
      encoder: await readFile(graphFile(run, 'encoder', 'int8')),
      head: await readFile(graphFile(run, 'head', 'int8')),
      ...(existsSync(tableFile(run)) ? { table: await readFile(tableFile(run)) } : {}),
      catalogue: data.catalogue,
      concepts: await loadConcepts(run),
    };
    const manifest = await writeArtifact(artifactFolder(run), {
      ...parts,
      probes: await makeProbes({ ...parts, latents: autoencoder.latents }, { maxLength, seed }),
      metrics: withoutTimes(metricsSchema.parse(JSON.parse(await readFile(metricsFile(run), 'utf8')))),
      ...(data.historiesShareable ? { samples: samplesOf(data, seed) } : {}),
      manifest: {
        createdAt: new Date().toISOString(),
        data: {
          name: data.name,
          users: userCount(data),
          items: itemCount(data),
          interactions: data.items.length,
          ...untilOf(data),
        },
        model: { kind, hiddenSize, blocks, heads, maxLength },
        hook: autoencoder.hook,
        latents: autoencoder.latents,
        precision: 'int8',
      },
    });
    const { modelVersion } = manifest;
    if (existsSync(liftsFile(run)))
      await exportTraining(run, { data, modelVersion, concepts: parts.concepts });
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
    report.line(`version ${modelVersion}, ${(bytes / 1e6).toFixed(2)} MB`);
  },
};

function untilOf(data: Dataset): { until?: string } {
  const newest = newestTime(data);
  // Some sources number their events in place of times, and some times are no dates.
  if (newest === null || !(Math.abs(newest) < LATEST)) return {};
  return { until: new Date(1000 * newest).toISOString() };
}

/** The last second that a date of four digits can have. */
const LATEST = Date.UTC(9999, 11, 31) / 1000;

/** Files of a version never change, and the same run takes another time on each machine: times stay with the run. */
function withoutTimes({ timing: _timing, ...metrics }: Metrics): Partial<Metrics> {
  const { autoencoder, ...parity } = metrics.export;
  return {
    ...metrics,
    export: { ...parity, ...(autoencoder && { autoencoder: { bytes: autoencoder.bytes } }) },
  };
}

/** Some users' newest items, for people who want to try steering without making a history. */
function samplesOf(data: Dataset, seed: number): Samples {
  const users = createRandom(seed, 'samples').shuffle(
    Array.from({ length: userCount(data) }, (_, user) => user),
  );
  return {
    samples: users.slice(0, SAMPLES).map((user, i) => ({
      label: `Sample person ${i + 1}`,
      history: Array.from(historyOf(data, user).slice(-20), (item) => at(data.catalogue.ids, item)),
    })),
  };
}
