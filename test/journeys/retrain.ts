// Another version of a model in a moment: the same one, without a concept, as a retraining may leave it.
import { join } from 'node:path';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { PROBES_FILE, probesSchema } from '@trimtab/shared/probes.ts';
import { metricsSchema } from '@trimtab/shared/metrics.ts';
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import { TABLE_FILE } from '@trimtab/shared/gradient/item-table.ts';
import { readArtifact, writeArtifact } from '@trimtab/trainer/publish/artifact.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';

interface Retraining {
  /** Folder of the version that the new one is made of. */
  artifact: string;
  /** Folder of the local R2. */
  persistTo: string;
  /** Id of the concept that is lost. */
  without: string;
}

/** Publishes and promotes it. @returns its name */
export async function retrain({ artifact, persistTo, without }: Retraining): Promise<string> {
  const folder = `${artifact}-without-${without.replaceAll(':', '-')}`;
  const { modelVersion } = await writeArtifact(folder, await contentWithout(artifact, without));
  const store = await openLocalStore({
    configPath: join(import.meta.dirname, '../../wrangler.toml'),
    persistTo,
  });
  try {
    await publishArtifact(store, folder);
    await promote(store, modelVersion);
  } finally {
    await store.close();
  }
  return modelVersion;
}

async function contentWithout(
  artifact: string,
  without: string,
): Promise<Parameters<typeof writeArtifact>[1]> {
  const { manifest, files } = await readArtifact(artifact);
  const bytes = (name: string): Uint8Array => {
    const found = files.get(name);
    if (found === undefined) throw new RangeError(`${artifact} has no ${name}`);
    return found;
  };
  const json = (name: string): unknown => JSON.parse(new TextDecoder().decode(bytes(name)));
  const { concepts, lost = [], ...others } = conceptsSchema.parse(json('concepts.json'));
  const gone = concepts.find(({ id }) => id === without);
  if (gone === undefined) throw new RangeError(`the model has no concept ${without}`);
  const { label, kind, attribute, labelScore } = gone;
  const { modelVersion, format: _format, files: _files, ...described } = manifest;
  const { probes, popular } = probesSchema.parse(json(PROBES_FILE));
  return {
    encoder: bytes('encoder.onnx'),
    head: bytes('head.onnx'),
    ...(files.has(TABLE_FILE) && { table: bytes(TABLE_FILE) }),
    catalogue: catalogueSchema.parse(json('catalogue.json')),
    concepts: {
      ...others,
      concepts: concepts.filter((one) => one !== gone),
      lost: [...lost, { id: without, label, kind, attribute, labelScore, lastIn: modelVersion, nearest: [] }],
    },
    metrics: metricsSchema.partial().parse(json('metrics.json')),
    probes: {
      popular,
      probes: probes.map((probe) => ({
        ...probe,
        lists: probe.lists.filter(({ strengths }) => !(without in strengths)),
      })),
    },
    manifest: described,
  };
}
