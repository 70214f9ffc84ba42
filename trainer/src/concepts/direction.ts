// The direction in hidden space that a concept's edit moves along.
import { at } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Weights } from '../files/weights.ts';

/** W_dec ∈ [latents, d] @throws Error when the autoencoder has none */
export function decoderOf(autoencoder: Weights): { data: Float32Array; hiddenSize: number } {
  const decoder = autoencoder['decoder.weight'];
  if (decoder === undefined) throw new Error('the autoencoder has no weight "decoder.weight"');
  return { data: decoder.data, hiddenSize: at(decoder.shape, 1) };
}

/** Σ_j w_j · decoder row j ∈ [d] */
export function directionOf({ latents }: Pick<Concept, 'latents'>, autoencoder: Weights): Float32Array {
  const { data, hiddenSize: d } = decoderOf(autoencoder);
  const direction = new Float32Array(d);
  for (const { index, weight } of latents) {
    for (let i = 0; i < d; i++)
      direction[i] = (direction[i] as number) + weight * (data[index * d + i] as number);
  }
  return direction;
}
