// Features of hidden states, from wherever they come, in one form: so that autoencoder and controls run the same race.
import * as tf from '@tensorflow/tfjs-core';
import type { Activations } from '../activations/harvest.ts';
import type { Codes } from '../sae/codes.ts';
import { principalComponents, scoresOf } from './principal-components.ts';

/** `either`: a feature may also stand for an attribute by being low, as a hidden dimension may. */
export type Sign = 'positive' | 'either';

export interface Features {
  codes: Codes;
  /** How many features there are. */
  width: number;
  sign: Sign;
}

export const latentFeatures = (codes: Codes, latents: number): Features => ({
  codes,
  width: latents,
  sign: 'positive',
});

/** Hidden dimensions, or any dense states, as features of either sign. @param hidden ∈ [positions, d] */
export function denseFeatures(hidden: Float32Array, d: number): Features {
  return {
    codes: { k: d, latent: Int32Array.from(hidden, (_, i) => i % d), value: hidden },
    width: d,
    sign: 'either',
  };
}

/** The positions' scores on all their principal components: the same space as the dimensions, turned. */
export async function componentFeatures({ hidden, hiddenSize: d }: Activations): Promise<Features> {
  const pca = await principalComponents(hidden, d);
  const scores = tf.tidy(() => scoresOf(pca, d, tf.tensor2d(hidden, [hidden.length / d, d])));
  const values = await scores.data<'float32'>();
  scores.dispose();
  return denseFeatures(values, d);
}
