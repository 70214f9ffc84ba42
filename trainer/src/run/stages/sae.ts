// Stages sae and concepts: the features inside the recommender, and the ones worth steering by.
import * as tf from '@tensorflow/tfjs-core';
import { floatTable } from '@trimtab/shared/gradient/item-table.ts';
import { hiddenOfRole } from '../../activations/harvest.ts';
import type { BuildOptions } from '../../concepts/build.ts';
import { buildConcepts } from '../../concepts/build.ts';
import { calibrateMethods } from '../../concepts/calibrate-methods.ts';
import { exposedItemsOf } from '../../concepts/candidate.ts';
import { decoderOf } from '../../concepts/direction.ts';
import { latentEffect } from '../../concepts/effect-latents.ts';
import { gatherEvidence } from '../../concepts/evidence.ts';
import { leans } from '../../concepts/lean.ts';
import { readOverrides } from '../../concepts/overrides.ts';
import { morePeople } from '../../concepts/more-people.ts';
import { outputEffect } from '../../concepts/output-effect.ts';
import { steeringBasis } from '../../concepts/steering-basis.ts';
import { basisField } from '../../steering/basis-field.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { onceForEach } from '../../steering/steerer.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import { steeringBench } from '../../steering/bench.ts';
import { writeJson } from '../../files/atomic.ts';
import { writeSafetensors } from '../../files/safetensors.ts';
import { parameter } from '../../recommender/recommender.ts';
import { outputTable } from '../../recommender/weights.ts';
import { disposeRecommender } from '../../recommender/initialise.ts';
import { loadAutoencoder, sparseCodes } from '../../sae/codes.ts';
import { trainAutoencoder } from '../../sae/train.ts';
import {
  autoencoderConfig,
  autoencoderFile,
  conceptsFile,
  loadActivations,
  loadAutoencoderWeights,
  loadData,
  loadModel,
} from '../files-of-run.ts';
import type { Stage } from './stage.ts';

export const saeStage: Stage = {
  name: 'sae',
  says: 'finds the features that those states are made of',
  inputs: ({ config }) => [config.autoencoder, config.seed],
  async work({ run, report }) {
    const hidden = hiddenOfRole(await loadActivations(run), 'train');
    const config = autoencoderConfig(run);
    const weights = await trainAutoencoder(hidden, config, run.config.autoencoder, run.config.seed, report);
    await writeSafetensors(autoencoderFile(run), weights, { config: JSON.stringify(config) });
  },
};

export const conceptsStage: Stage = {
  name: 'concepts',
  says: 'names features, and measures how hard each must be pushed to move a list',
  inputs: async ({ config }) => [
    config.concepts,
    config.seed,
    await readOverrides(config.concepts.overrides),
  ],
  async work({ run, report, keep }) {
    const { concepts: settings, autoencoder, seed } = run.config;
    const data = await loadData(run);
    const weights = await loadAutoencoderWeights(run);
    const sae = loadAutoencoder(autoencoderConfig(run), weights);
    const activations = await loadActivations(run);
    const codes = await sparseCodes(sae, activations.hidden);
    const evidence = gatherEvidence(data.catalogue, activations, codes, autoencoder.latents, seed);
    const model = await loadModel(run, data);
    const users = heldOutUsers(data, 'validation', settings.calibrationUsers, seed);
    const bench = steeringBench(model, autoencoder.hook, users);
    const drawn = heldOutUsers(data, 'validation', settings.safetyUsers, seed);
    const groups = { drawn, taken: users, size: settings.calibrationUsers };
    const further = await morePeople(model, autoencoder.hook, groups);
    const output = await outputEffect(bench, model.config.items, seed);
    const overrides = await readOverrides(settings.overrides);
    const { data: decoder, hiddenSize } = decoderOf(weights);
    const effect = latentEffect(output.fisher, decoder, hiddenSize);
    const basis = steeringBasis(effect, settings.basisSize);
    const calibrateOthers: BuildOptions['calibrateOthers'] = (candidates) => {
      const others = candidates.filter(({ kind }) => kind === 'attribute').map(exposedItemsOf);
      const options = { basis, decoder, hiddenSize, others };
      const field = onceForEach((one: SteeringBench) => basisField(one, options));
      return (concept, base) => calibrateMethods({ sae, basis, field }, bench, base, concept);
    };
    const values = await parameter(model, outputTable(model.config)).data<'float32'>();
    const leanOf = await leans(bench, floatTable(values, hiddenSize));
    const fitted = {
      evidence,
      autoencoder: weights,
      bench,
      further,
      output,
      effect,
      calibrateOthers,
      leanOf,
    };
    const concepts = await buildConcepts({ ...fitted, settings, overrides, report, keep });
    for (const { bench: one } of [{ bench }, ...further]) one.dispose();
    tf.dispose(sae.parameters);
    disposeRecommender(model);
    // Where nothing that latents do reaches the output there is no basis, and the schema wants none of no latents.
    await writeJson(conceptsFile(run), { concepts, ...(basis.length > 0 && { basis }) });
    const attributes = concepts.filter((concept) => concept.kind === 'attribute').length;
    report.line(`${attributes} attribute concepts, ${concepts.length - attributes} emergent ones`);
  },
};
