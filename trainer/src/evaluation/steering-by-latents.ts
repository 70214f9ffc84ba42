// Steering by latents, each method with the arithmetic that is served: add, set, scale and gradient, one latent alone,
// and a random one.
import * as tf from '@tensorflow/tfjs-core';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Method } from '@trimtab/shared/steering-methods.ts';
import { nearestBoost } from '@trimtab/shared/steering-gradient.ts';
import { conceptEdit, METHODS } from '@trimtab/shared/steering-methods.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { encodeLatents } from '../sae/codes.ts';
import { transposedB } from '../tensorflow/products.ts';
import { shareGradients } from './personal-effect.ts';
import type { Benches, Steerer } from './steerer.ts';
import { onceForEach } from './steerer.ts';
import type { Change, SteeringBench } from './steering-bench.ts';

/** What edits of latents are made from. */
export interface MethodEdits {
  sae: FoldedAutoencoder;
  items: number;
  /** `personalFisher` of a bench, worked out once. */
  fisher: (bench: SteeringBench) => Promise<Float32Array>;
}

export interface LatentSteering extends MethodEdits {
  hook: string;
  benches: Benches;
}

export interface EditedConcept {
  id: string;
  latents: WeightedLatent[];
  items: ReadonlySet<number>;
}

/** From a size, negative to steer away, to what is added to everybody's hidden state. */
export type ChangeAt = (size: number) => Change;

/** A steerer for each method; size 1 is one unit of the concept's weights, and of `gradient` a boost by 1. */
export function methodSteerers(setting: LatentSteering, concept: EditedConcept): Steerer[] {
  return METHODS.map((method) => {
    const changes = onceForEach((bench) => methodChange(setting, concept, method, bench));
    return {
      method: `${method}@${setting.hook}`,
      hook: setting.hook,
      async run(side, size) {
        const bench = setting.benches[side];
        return bench.run((await changes(bench))(size));
      },
    };
  });
}

/** `add` with the one latent given, under a name of its own. */
export function oneLatentSteerer(setting: LatentSteering, method: string, index: number): Steerer {
  const concept = { id: method, latents: [{ index, weight: 1 }] };
  return {
    method,
    hook: setting.hook,
    run: (side, size) => setting.benches[side].run(editChange(setting, concept, 'add', {})(size)),
  };
}

/** Edits as they are served, with what a method must know of each user of the bench worked out once. */
export async function methodChange(
  edits: MethodEdits,
  concept: EditedConcept,
  method: Method,
  bench: SteeringBench,
): Promise<ChangeAt> {
  if (method === 'add') return editChange(edits, concept, method, {});
  if (method === 'gradient') {
    return editChange(edits, concept, method, { directions: await boostDirections(edits, concept, bench) });
  }
  return editChange(edits, concept, method, { fires: await activations(edits, concept, bench) });
}

/** What is known of each user of a bench about a concept's latents. Both ∈ [users, count] */
interface Known {
  fires?: Float32Array;
  directions?: Float64Array;
}

/** Edits of all users' codes at strength 1 or -1, decoded. */
function editChange(
  { sae }: MethodEdits,
  { id, latents }: Pick<EditedConcept, 'id' | 'latents'>,
  method: Method,
  { fires, directions }: Known,
): ChangeAt {
  const count = latents.length;
  const own = latents.map(({ weight }, index) => ({ index, weight })); // by their place in the concept
  return (size) => (hidden, first) => {
    const calibration = { up: Math.abs(size), down: Math.abs(size) };
    const steered = { id, latents: own, calibration, calibrations: { gradient: calibration } };
    const users = hidden.shape[0];
    const edits = new Float32Array(users * count);
    for (let user = 0; user < users; user++) {
      const [from, to] = [(first + user) * count, (first + user + 1) * count];
      const known = {
        ...(fires && { code: fires.subarray(from, to) }),
        ...(directions && { direction: directions.subarray(from, to) }),
      };
      edits.set(conceptEdit(method, steered, size < 0 ? -1 : 1, known), user * count);
    }
    return tf.matMul(tf.tensor2d(edits, [users, count]), decoderRows(sae, latents));
  };
}

/** z of the concept's latents. ∈ [users, count] */
async function activations(
  { sae }: MethodEdits,
  { latents }: EditedConcept,
  bench: SteeringBench,
): Promise<Float32Array> {
  const hidden = await bench.hidden();
  const indices = latents.map(({ index }) => index);
  const own = tf.tidy(() => {
    const states = tf.tensor2d(hidden, [bench.users, sae.config.hiddenSize]);
    return tf.gather(encodeLatents(sae, states), tf.tensor1d(indices, 'int32'), 1);
  });
  const values = await own.data<'float32'>();
  own.dispose();
  return values;
}

const decoderRows = ({ parameters }: FoldedAutoencoder, latents: WeightedLatent[]): tf.Tensor2D =>
  tf.gather(
    parameters['decoder.weight'] as tf.Tensor2D,
    tf.tensor1d(
      latents.map(({ index }) => index),
      'int32',
    ),
  );

/** δ of each user: what is served, with derivatives in place of differences. ∈ [users, count] */
async function boostDirections(
  { sae, items, fisher }: MethodEdits,
  { latents, items: wanted }: EditedConcept,
  bench: SteeringBench,
): Promise<Float64Array> {
  const d = sae.config.hiddenSize;
  const k = latents.length;
  const [own, gradients] = [await fisher(bench), await shareGradients(bench, items, wanted)];
  const [metrics, gains] = tf.tidy(() => {
    const rows = decoderRows(sae, latents); // W ∈ [k, d]
    const across = transposedB(tf.tensor2d(own, [bench.users * d, d]), rows); // F_u·Wᵀ ∈ [users·d, k]
    const turned = tf.transpose(tf.reshape(across, [bench.users, d, k]), [0, 2, 1]);
    return [
      transposedB(tf.reshape(turned, [bench.users * k, d]), rows).dataSync(), // W·F_u·Wᵀ
      transposedB(tf.tensor2d(gradients, [bench.users, d]), rows).dataSync(),
    ];
  });
  const directions = new Float64Array(bench.users * k);
  for (let user = 0; user < bench.users; user++) {
    const metric = metrics.subarray(user * k * k, (user + 1) * k * k);
    directions.set(nearestBoost(metric, gains.subarray(user * k, (user + 1) * k)), user * k);
  }
  return directions;
}
