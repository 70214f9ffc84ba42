// A version is run before it serves: on the histories that it carries, with the lists that they must give.
import { artifactKey } from '@trimtab/shared/manifest.ts';
import {
  differenceFrom,
  faultOf,
  PROBES_FILE,
  type ProbedModel,
  type Probes,
} from '@trimtab/shared/probes.ts';
import { describeItems } from '../catalogue/describe.ts';
import type { LoadedModel } from '../served.ts';
import { ArtifactError } from './artifact-error.ts';

/**
 * Two runs of the encoder and two of the head: what a first request would compile is compiled here.
 *
 * @param probes null for a version from before there were any, which must give scores and no more
 * @throws ArtifactError `wrong-answers`; and an error of D1 where the item store cannot be asked
 */
export async function proveModel(model: LoadedModel, probes: Probes | null): Promise<void> {
  const { modelVersion } = model.manifest;
  const key = artifactKey(modelVersion, probes === null ? 'encoder.onnx or head.onnx' : PROBES_FILE);
  const probed = probedModelOf(model, key);
  const lists = await (probes === null ? faultOf(probed) : differenceFrom(probed, probes));
  const problem = lists ?? (await latentsProblem(model));
  if (problem !== null) throw new ArtifactError('wrong-answers', key, `${problem}: export the version again`);
  // What is counted are the runs of those who ask.
  model.engine.encoderRuns = 0;
}

/** Edits are as wide as the manifest says; a head that takes other ones would read them in the wrong places. */
async function latentsProblem({ manifest: { latents }, engine }: LoadedModel): Promise<string | null> {
  const code = await engine.code(await engine.encodeOnce([0]), latents);
  return code.length === latents
    ? null
    : `the head has ${code.length} latents, but the manifest says ${latents}`;
}

function probedModelOf(model: LoadedModel, key: string): ProbedModel {
  const { manifest, concepts, columns, texts, engine, table } = model;
  return {
    latents: manifest.latents,
    concepts,
    counts: columns.counts,
    table,
    indicesOf: (ids) => texts.indicesOf(ids),
    describe: (items) => describeItems(model, items),
    score: async (history, edits) => {
      try {
        return await engine.score(await engine.encodeOnce(history), edits);
      } catch (error) {
        throw new ArtifactError('wrong-answers', key, `it cannot be run: ${String(error)}`, error);
      }
    },
  };
}
