// What the latents and concepts are worth besides following attributes: one meaning each, no doubles, nothing trivial.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Activations } from '../activations/harvest.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { gatherEvidence, rowsOf } from '../concepts/evidence.ts';
import { createRandom } from '../math/random.ts';
import type { Weights } from '../files/weights.ts';
import { meanActive } from '../sae/codes.ts';
import { distinctConcepts } from './distinct-concepts.ts';
import { firingsOf } from './firings.ts';
import type { Firing } from './firings.ts';
import { interpretableShare } from './interpretable-share.ts';
import type { InterpretabilityInput } from './interpretability.ts';
import type { ItemWeights } from './monosemanticity.ts';
import { itemWeights, monosemanticity, weightsOfDimensions } from './monosemanticity.ts';
import { nontrivialShare, placesInHistory } from './nontrivial-latents.ts';
import { popularityStrata } from '../ranking/popularity-strata.ts';

export interface LatentQualityOptions {
  concepts: readonly Concept[];
  autoencoder: Weights;
  /** Longest history in items that the recommender sees at once. */
  maxLength: number;
  seed: number;
}

type LatentQuality = Pick<
  Metrics['interpretability'],
  'interpretableShare' | 'monosemanticity' | 'distinctConcepts' | 'nontrivialShare'
>;

/** All on test users; the catalogue holds the attributes that are measured. */
export function evaluateLatentQuality(
  { catalogue, activations, codes, latents }: Omit<InterpretabilityInput, 'controls'>,
  { concepts, autoencoder, maxLength, seed }: LatentQualityOptions,
): LatentQuality {
  const evidence = gatherEvidence(catalogue, activations, codes, latents, seed);
  const rows = rowsOf(evidence, 'test');
  const firings = firingsOf(codes, latents, rows);
  const groupings = [popularityGroups(evidence), placesInHistory(activations.users, maxLength)];
  return {
    distinctConcepts: distinctConcepts(concepts, autoencoder, codes, rows),
    nontrivialShare: nontrivialShare(firings, rows, activations.items, groupings),
    ...(catalogue.attributes.length > 0 && {
      interpretableShare: interpretableShare(evidence, seed),
      monosemanticity: monosemanticityOf(evidence, activations, firings, rows, seed),
    }),
  };
}

function monosemanticityOf(
  { catalogue, items, codes, latents }: Evidence,
  activations: Activations,
  firings: readonly Firing[],
  rows: Int32Array,
  seed: number,
): { sae: number; raw: number } {
  const ofLatents = firings.map((firing) => {
    const sums = new Map<number, number>();
    firing.rows.forEach((row, i) => {
      const item = items[row] as number;
      sums.set(item, (sums.get(item) ?? 0) + (firing.values[i] as number));
    });
    return itemWeights(sums);
  });
  const ofDimensions = weightsOfDimensions(activations, rows, meanActive(codes) / latents);
  const score = (weights: readonly ItemWeights[]): number =>
    monosemanticity(weights, catalogue, createRandom(seed, 'monosemanticity'));
  return { sae: score(ofLatents), raw: score(ofDimensions) };
}

/** The popularity stratum of the item at each position. */
function popularityGroups({ catalogue, items }: Evidence): Int32Array {
  const stratumOf = new Int32Array(catalogue.ids.length);
  popularityStrata(catalogue.counts).forEach((stratum, i) => {
    for (const item of stratum) stratumOf[item] = i;
  });
  return items.map((item) => stratumOf[item] as number);
}
