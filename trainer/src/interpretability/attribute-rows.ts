// Each attribute's best latent, in every measure at once: what fires it (input side) and what the model then recommends.
import { at } from '@trimtab/shared/look-up.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import * as tf from '@tensorflow/tfjs-core';
import { bestLatent, latentStatistics } from '../concepts/correlation.ts';
import { areaUnderCurve } from '../math/area-under-curve.ts';
import { pearson } from '../math/pearson.ts';
import { conceptActivation } from '../concepts/activation.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { encodeLatents } from '../sae/codes.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import { averagePrecisionOf } from '../math/average-precision.ts';
import { mean } from '../math/mean.ts';
import { inBenches } from '../steering/bench.ts';

export type AttributeRow = NonNullable<Metrics['interpretability']['perAttribute']>[number];

/** The last position of each user: the code there, and the ten items that the model recommends. */
export interface OutputSide {
  latents: Float32Array; // [users, latents]
  lists: readonly (readonly number[])[];
}

export async function outputSide(
  model: Recommender,
  hook: Hook,
  sae: FoldedAutoencoder,
  users: HeldOutUser[],
): Promise<OutputSide> {
  const { hiddenSize, latents } = sae.config;
  const result = { latents: new Float32Array(users.length * latents), lists: [] as number[][] };
  for await (const bench of inBenches(model, hook, users)) {
    const hidden = await bench.hidden();
    const code = tf.tidy(() => encodeLatents(sae, tf.tensor2d(hidden, [bench.users, hiddenSize])));
    result.latents.set(await code.data<'float32'>(), result.lists.length * latents);
    code.dispose();
    result.lists.push(...(await bench.run()).lists);
  }
  return result;
}

/**
 * One row for each attribute that a latent follows. The latent is chosen by correlation on selection users and items A;
 * all else is of test users and items B. z is its activation, and y says whether the item at the position has the
 * attribute. docs/measures.md defines the columns.
 */
export function attributeRows(evidence: Evidence, output: OutputSide): AttributeRow[] {
  const { catalogue, codes, latents, items } = evidence;
  const rows = rowsOf(evidence, 'selection', 'A');
  const statistics = latentStatistics(codes, latents, { rows, items }, catalogue);
  const held = rowsOf(evidence, 'test', 'B');
  return catalogue.attributes.flatMap(({ id }, attribute) => {
    const { latent, r } = bestLatent(statistics, attribute);
    if (!(r > 0)) return [];
    const labels = labelsOf(evidence, held, attribute);
    const z = conceptActivation(codes, [{ index: latent, weight: 1 }], held);
    return [
      {
        attribute: id,
        latent,
        ...inputMeasures(z, labels),
        output: outputOf(evidence, output, latent, attribute),
      },
    ];
  });
}

function inputMeasures(
  z: Float32Array,
  labels: Uint8Array,
): Pick<AttributeRow, 'auc' | 'averagePrecision' | 'shareFired' | 'precision'> {
  let [positives, fired, both] = [0, 0, 0];
  z.forEach((value, i) => {
    const y = at(labels, i);
    positives += y;
    if (value <= 0) return;
    fired++;
    both += y;
  });
  const auc = areaUnderCurve(z, labels);
  return {
    auc: Number.isNaN(auc) ? 0.5 : auc, // nothing to tell apart
    averagePrecision: averagePrecisionOf(z, labels),
    shareFired: positives > 0 ? both / positives : 0,
    precision: fired > 0 ? both / fired : 0,
  };
}

function outputOf(
  { catalogue, half, latents }: Evidence,
  output: OutputSide,
  latent: number,
  attribute: number,
): number {
  const shares = output.lists.map((list) => {
    const held = list.filter((item) => half[item] === 1);
    return mean(held.map((item) => (at(catalogue.itemAttributes, item).includes(attribute) ? 1 : 0)));
  });
  return pearson(
    shares.map((_, user) => at(output.latents, user * latents + latent)),
    shares,
  );
}
