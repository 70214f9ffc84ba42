// Which latents rest on the data, and which on the chance of one training: a second autoencoder of another seed, on the
// same activations, must have a latent that does the same.
import { decoderOf } from '../concepts/direction.ts';
import { between, type LatentEffect } from '../concepts/effect-latents.ts';
import type { Weights } from '../files/weights.ts';
import type { Panel } from './lift.ts';
import { fitting } from './rebuild.ts';

/** Correlation of lifts from which two latents do the same. */
const SAME = 0.8;

/** Latents of the one autoencoder whose lift over all items is that of some latent of the other. */
export async function stableLatents(
  autoencoder: Weights,
  second: Weights,
  panel: Pick<Panel, 'jacobian' | 'table'>,
): Promise<Set<number>> {
  const [own, other] = [decoderOf(autoencoder), decoderOf(second)];
  const d = own.hiddenSize;
  const decoder = new Float32Array(own.data.length + other.data.length);
  decoder.set(own.data);
  decoder.set(other.data, own.data.length);
  const { effect } = fitting({
    jacobian: await panel.jacobian(0),
    table: panel.table,
    hiddenSize: d,
    decoder,
    weights: new Float64Array(panel.table.length / d).fill(1),
  });
  const [latents, all] = [own.data.length / d, decoder.length / d];
  const stable = new Set<number>();
  for (let latent = 0; latent < latents; latent++) {
    for (let j = latents; j < all && !stable.has(latent); j++) {
      if (correlation(effect, latent, j) >= SAME) stable.add(latent);
    }
  }
  return stable;
}

/** M_ab/√(M_aa·M_bb), which is the correlation of two lifts over all items; 0 where one does nothing. */
function correlation(effect: LatentEffect, a: number, b: number): number {
  const sizes = between(effect, a, a) * between(effect, b, b);
  return sizes > 0 ? between(effect, a, b) / Math.sqrt(sizes) : 0;
}
