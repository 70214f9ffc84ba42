// Steering by latents, each method with the arithmetic that is served: add, set, scale and gradient, one latent alone,
// and a random one.
import * as tf from '@tensorflow/tfjs-core';
import type { Basis, Calibration, WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { ConceptEdit, Method } from '@trimtab/shared/steering-methods.ts';
import { conceptEdit, gradientEdit, METHODS } from '@trimtab/shared/steering-methods.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { encodeLatents } from '../sae/codes.ts';
import type { BasisField } from './basis-field.ts';
import type { Benches, Steerer } from './steerer.ts';
import { onceForEach } from './steerer.ts';
import type { Change, SteeringBench } from './bench.ts';

/** What edits of latents are made from. */
export interface MethodEdits {
  sae: FoldedAutoencoder;
  /** What `gradient` moves, and what that does to each user of a bench, worked out once. */
  basis: Basis;
  field: (bench: SteeringBench) => Promise<BasisField>;
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

/** Turns a size, negative to steer away, into what is added to everybody's hidden state. */
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
    run: (side, size) => setting.benches[side].run(addChange(setting, concept)(size)),
  };
}

/** Edits as they are served, with what a method must know of each user of the bench worked out once. */
export async function methodChange(
  edits: MethodEdits,
  concept: EditedConcept,
  method: Method,
  bench: SteeringBench,
): Promise<ChangeAt> {
  if (method === 'add') return addChange(edits, concept);
  if (method === 'gradient') return gradientChange(edits, concept, bench);
  const { id, latents } = concept;
  const fires = await activations(edits, concept, bench);
  const own = latents.map(({ weight }, index) => ({ index, weight })); // by their place in the concept
  return editChange(edits, latents, (size, user) => {
    const code = fires.subarray(user * own.length, (user + 1) * own.length);
    return conceptEdit(method, { id, latents: own, ...sizesOf(size) }, side(size), code);
  });
}

const addChange = (edits: MethodEdits, { id, latents }: Pick<EditedConcept, 'id' | 'latents'>): ChangeAt =>
  editChange(edits, latents, (size) => conceptEdit('add', { id, latents, ...sizesOf(size) }, side(size)));

async function gradientChange(
  edits: MethodEdits,
  concept: EditedConcept,
  bench: SteeringBench,
): Promise<ChangeAt> {
  const { basis } = edits;
  const directions = (await edits.field(bench)).directions(concept);
  return editChange(edits, basis, (size, user) => {
    const direction = directions.subarray(user * basis.length, (user + 1) * basis.length);
    return gradientEdit({ ...concept, ...sizesOf(size) }, side(size), direction);
  });
}

/** The strength of full steering to the side of a size; a `set` to 0 is steering, too. */
const side = (size: number): 1 | -1 => (size < 0 ? -1 : 1);

/** Sizes with which strength 1 or -1 is an edit of this size. */
function sizesOf(size: number): { calibration: Calibration; calibrations: { gradient: Calibration } } {
  const calibration = { up: Math.abs(size), down: Math.abs(size) };
  return { calibration, calibrations: { gradient: calibration } };
}

/** Edits of few latents of all users' codes, decoded. @param editOf by size and by the user's place in the bench */
function editChange(
  { sae }: MethodEdits,
  latents: readonly { index: number }[],
  editOf: (size: number, user: number) => ConceptEdit,
): ChangeAt {
  return (size) => (hidden, first) => {
    const users = hidden.shape[0];
    const edits = new Float32Array(users * latents.length);
    for (let user = 0; user < users; user++) edits.set(editOf(size, first + user), user * latents.length);
    return tf.matMul(tf.tensor2d(edits, [users, latents.length]), decoderRows(sae, latents));
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

/** W_dec of some latents. ∈ [count, d] */
const decoderRows = ({ parameters }: FoldedAutoencoder, latents: readonly { index: number }[]): tf.Tensor2D =>
  tf.gather(
    parameters['decoder.weight'] as tf.Tensor2D,
    tf.tensor1d(
      latents.map(({ index }) => index),
      'int32',
    ),
  );
