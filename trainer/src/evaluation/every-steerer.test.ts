import { expect, it } from 'vitest';
import { gatherEvidence } from '../concepts/evidence.ts';
import { harvest } from '../activations/harvest.ts';
import { randomRecommender, seeded } from '../onnx/random-weights.ts';
import { disposeRecommender, loadRecommender } from '../recommender/initialise.ts';
import { parameter } from '../recommender/recommender.ts';
import { silent } from '../run/progress.ts';
import { initialAutoencoder } from '../sae/autoencoder.ts';
import { describeOnEachBackend } from '../tensorflow/each-backend.ts';
import { circleData, tinyConfig } from '../training/example-data.ts';
import { everySteerer } from './every-steerer.ts';
import { hiddenSteering } from './hidden-steering.ts';
import { latentChooser, steeredHook } from './steered-hook.ts';

const ITEMS = 30;
const config = tinyConfig(ITEMS);
const circle = circleData(60, ITEMS, 9);
const data = {
  ...circle,
  catalogue: {
    ...circle.catalogue,
    attributes: [{ id: 'genre:third', label: 'Third', kind: 'genre' }],
    itemAttributes: Array.from({ length: ITEMS }, (_, item) => (item % 3 === 0 ? [0] : [])),
  },
};
const items = new Set(Array.from({ length: ITEMS }, (_, item) => item).filter((item) => item % 3 === 0));
const settings = { minItems: 5, maxLatents: 3, maxEmergent: 0, sensitive: [], calibrationUsers: 10 };
const sae = { kind: 'topk' as const, latents: 24, k: 4, hiddenSize: 16 };

const METHODS = [
  'boost',
  'quota',
  'classifier',
  'probe',
  'differenceOfMeans',
  'add@blocks.0',
  'set@blocks.0',
  'scale@blocks.0',
  'gradient@blocks.0',
  'oneLatent',
  'randomLatent',
];

describeOnEachBackend('everySteerer', () => {
  it('has all ways of steering, which change nothing at size 0 and something at size 8', async () => {
    const model = loadRecommender(config, randomRecommender(config, seeded(4)));
    const activations = await harvest(model, data, 'blocks.0', {
      maxPositions: 1000,
      seed: 1,
      report: silent,
    });
    const weights = initialAutoencoder(sae, new Float32Array(16), 3);
    const options = { data, model, hook: 'blocks.0' as const, users: 40, seed: 1 };
    const hook = await steeredHook(options, sae, weights, activations);
    const { catalogue } = data;
    expect(hook.evidence).toEqual(gatherEvidence(catalogue, activations, hook.evidence.codes, 24, 1));
    const latents = await latentChooser(hook, hook.evidence, settings)(0);
    expect(latents.length).toBeGreaterThan(0);
    const table = parameter(model, 'items').dataSync<'float32'>();
    const attribute = { id: 'genre:third', attribute: 0, items, latents: [latents] };
    const steerers = everySteerer({ hooks: [hook], hidden: activations.hidden, table, seed: 1 })(attribute);
    expect(steerers.map(({ method }) => method)).toEqual(METHODS);
    const base = (await hook.benches.test.run()).lists;
    const sameAt = async (size: number): Promise<string[]> => {
      const lists = await Promise.all(steerers.map(({ run }) => run('test', size)));
      return METHODS.filter((_, i) => JSON.stringify(lists[i]?.lists) === JSON.stringify(base));
    };
    expect(await sameAt(0)).toEqual(METHODS.filter((method) => method !== 'set@blocks.0')); // 0 sets latents to 0
    expect(await sameAt(8)).toEqual([]);
    const hidden = await hiddenSteering({
      hook,
      attributes: [attribute],
      compared: [],
      table,
      settings,
      seed: 1,
    });
    // nothing was compared, so everything is steered by size 0
    expect(hidden.hiddenAttribute?.['classifier']).toEqual({ ratio: 0, hiddenGain: 0, knownGain: 0 });
    hook.dispose();
    disposeRecommender(model);
  });
});
