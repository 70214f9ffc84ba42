// A tiny recommender of random weights stopped at blocks.0 with a random autoencoder, for tests of steering: thirty items,
// every third of which has the one attribute.
import { harvest } from '../src/activations/harvest.ts';
import type { Activations } from '../src/activations/harvest.ts';
import { randomRecommender, seeded } from './random-weights.ts';
import { disposeRecommender, loadRecommender } from '../src/recommender/initialise.ts';
import { parameter } from '../src/recommender/recommender.ts';
import { silent } from '../src/config/progress.ts';
import { heldOutUsers } from '../src/ranking/evaluate-recommender.ts';
import type { SteeringBench } from '../src/steering/bench.ts';
import { steeringBench } from '../src/steering/bench.ts';
import { initialAutoencoder } from '../src/sae/autoencoder.ts';
import { circleData, tinyConfig } from './example-data.ts';
import type { SteeredHook } from '../src/comparison/steered-hook.ts';
import { steeredHook } from '../src/comparison/steered-hook.ts';

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
const sae = { kind: 'topk' as const, latents: 24, k: 4, hiddenSize: 16 };

/** The items that have the attribute `genre:third`. */
export const thirds = new Set(Array.from({ length: ITEMS / 3 }, (_, i) => 3 * i));

export const exampleSettings = {
  minItems: 5,
  maxLatents: 3,
  basisSize: 4,
  maxEmergent: 0,
  sensitive: [],
  calibrationUsers: 10,
  safetyUsers: 10,
};

interface ExampleHook {
  hook: SteeredHook;
  /** The test users stopped at the last state, of which scores are linear. */
  final: SteeringBench;
  activations: Activations;
  catalogue: typeof data.catalogue;
  table: Float32Array;
}

export async function withExampleHook(use: (example: ExampleHook) => Promise<void>): Promise<void> {
  const model = loadRecommender(config, randomRecommender(config, seeded(4)));
  const at = { maxPositions: 1000, seed: 1, report: silent };
  const activations = await harvest(model, data, 'blocks.0', at);
  const weights = initialAutoencoder(sae, new Float32Array(16), 3);
  const options = { data, model, hook: 'blocks.0' as const, users: 40, seed: 1, basis: 4, others: [] };
  const hook = await steeredHook(options, sae, weights, activations);
  const table = parameter(model, 'items').dataSync<'float32'>();
  const final = steeringBench(model, 'final', heldOutUsers(data, 'test', 40, 1));
  await use({ hook, final, activations, catalogue: data.catalogue, table });
  for (const one of [hook, final]) one.dispose();
  disposeRecommender(model);
}
