// Steering by latents, each method with the arithmetic that is served: add, set, scale and gradient, one latent alone,
// and a random one.
import * as tf from '@tensorflow/tfjs-core';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { ConceptEdit, Method } from '@trimtab/shared/steering-methods.ts';
import { conceptEdit, METHODS } from '@trimtab/shared/steering-methods.ts';
import { massGradients } from '../concepts/output-effect.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { encodeLatents } from '../sae/codes.ts';
import type { Benches, Steerer } from './steerer.ts';
import { onceForEach } from './steerer.ts';
import type { Change, SteeringBench } from './steering-bench.ts';

export interface LatentSteering {
  hook: string;
  benches: Benches;
  sae: FoldedAutoencoder;
  items: number;
}

export interface EditedConcept {
  id: string;
  latents: WeightedLatent[];
  items: ReadonlySet<number>;
}

/** A steerer for each method; size 1 is one unit of the concept's weights. */
export function methodSteerers(setting: LatentSteering, concept: EditedConcept): Steerer[] {
  const gradients = onceForEach((bench) => latentGradients(setting, concept, bench));
  return METHODS.map((method) => ({
    method: `${method}@${setting.hook}`,
    hook: setting.hook,
    async run(side, size) {
      const bench = setting.benches[side];
      const gradient = method === 'gradient' ? await gradients(bench) : new Float64Array();
      return bench.run(editChange(setting, concept, method, size, gradient));
    },
  }));
}

/** `add` with the one latent given, under a name of its own. */
export function oneLatentSteerer(setting: LatentSteering, method: string, index: number): Steerer {
  const concept = { id: method, latents: [{ index, weight: 1 }], items: new Set<number>() };
  return {
    method,
    hook: setting.hook,
    run: (side, size) =>
      setting.benches[side].run(editChange(setting, concept, 'add', size, new Float64Array())),
  };
}

/** Edits of all users' codes at strength 1, decoded. */
function editChange(
  { sae }: LatentSteering,
  { id, latents }: EditedConcept,
  method: Method,
  size: number,
  gradients: Float64Array,
): Change {
  const steered = { id, latents, calibration: { up: size, down: size } };
  const count = latents.length;
  return (hidden, first) => {
    const users = hidden.shape[0];
    const codes = method === 'set' || method === 'scale' ? encodeLatents(sae, hidden).dataSync() : [];
    const edits = new Float32Array(users * count);
    for (let user = 0; user < users; user++) {
      const code = codes.slice(user * sae.config.latents, (user + 1) * sae.config.latents);
      const gradient = gradients.subarray((first + user) * count, (first + user + 1) * count);
      edits.set(conceptEdit(method, steered, 1, { code, gradient }) satisfies ConceptEdit, user * count);
    }
    return tf.matMul(tf.tensor2d(edits, [users, count]), decoderRows(sae, latents));
  };
}

const decoderRows = ({ parameters }: FoldedAutoencoder, latents: WeightedLatent[]): tf.Tensor2D =>
  tf.gather(
    parameters['decoder.weight'] as tf.Tensor2D,
    tf.tensor1d(
      latents.map(({ index }) => index),
      'int32',
    ),
  );

/** d log p(C) / d e_j = W_j·∇ for each user and latent of the concept, by TensorFlow's gradients. ∈ [users, count] */
async function latentGradients(
  { sae, items }: LatentSteering,
  { latents, items: wanted }: EditedConcept,
  bench: SteeringBench,
): Promise<Float64Array> {
  const d = sae.config.hiddenSize;
  const rows = await massGradients(bench, items, wanted);
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d(rows, [bench.users, d]), decoderRows(sae, latents), false, true),
  );
  const values = Float64Array.from(await product.data());
  product.dispose();
  return values;
}
