// Attribute concepts: for each attribute the few latents that fire on its items and bring them into lists, chosen on
// selection users and half A of the items, scored on test users and half B.
import { at } from '@trimtab/shared/look-up.ts';
import { itemsWith } from '@trimtab/shared/catalogue.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { ConceptSettings } from '../config/schema.ts';
import { conceptActivation } from './activation.ts';
import type { Candidate } from './candidate.ts';
import type { LatentStatistics } from './correlation.ts';
import { latentStatistics } from './correlation.ts';
import { areaUnderCurve } from '../math/area-under-curve.ts';
import type { LatentEffect } from './effect-latents.ts';
import { editWeights, effectAim } from './effect-latents.ts';
import type { Evidence } from './evidence.ts';
import { labelsOf, rowsOf, withoutHalves } from './evidence.ts';
import type { OutputEffect } from './output-effect.ts';
import type { Aim } from './pursuit.ts';
import { pursue } from './pursuit.ts';
import { readingAims } from './reading.ts';
import { isSensitive } from './sensitive.ts';

/** Below this area under the curve on held-out users and items a concept is hidden as weak. */
const WEAK = 0.6;

/** Correlation with the attribute that a latent needs, as a share of what the best one has. */
const CLEAR = 0.1;

/** Chooses by the labels of half A, on selection users; the attribute by its index in the catalogue. */
export type ChooseLatents = (evidence: Evidence) => (attribute: number) => Promise<WeightedLatent[]>;

/**
 * A concept is chosen twice: on half A, to be scored on half B, and then on all items, to steer by. The score is of the
 * way of choosing, with half of the labels.
 */
export async function attributeConcepts(
  evidence: Evidence,
  settings: ConceptSettings,
  choose: ChooseLatents,
): Promise<Candidate[]> {
  const { catalogue } = evidence;
  const [chooseToScore, chooseToSteer] = [choose(evidence), choose(withoutHalves(evidence))];
  const candidates: Candidate[] = [];
  for (const [attribute, { id, label, kind }] of catalogue.attributes.entries()) {
    const exposedItems = itemsWith(evidence.catalogue, attribute);
    if (exposedItems.length < settings.minItems || exposedItems.length > catalogue.ids.length / 2) continue;
    if (isSensitive({ id, kind }, settings.sensitive)) continue;
    const chosen = await chooseToScore(attribute);
    const labelScore = chosen.length === 0 ? 0 : heldOutScore(evidence, chosen, attribute);
    if (!(labelScore >= WEAK)) continue;
    candidates.push({
      id,
      label,
      kind: 'attribute',
      attribute: id,
      labelScore,
      latents: await chooseToSteer(attribute),
      exposedItems,
    });
  }
  return candidates;
}

/** ROC AUC of the concept's activation on test users and half B. */
export function heldOutScore(
  evidence: Evidence,
  chosen: readonly WeightedLatent[],
  attribute: number,
): number {
  const held = rowsOf(evidence, 'test', 'B');
  return areaUnderCurve(conceptActivation(evidence.codes, chosen, held), labelsOf(evidence, held, attribute));
}

/** Correlations over selection users' positions on half A. */
export function selectionStatistics(evidence: Evidence): LatentStatistics {
  const { codes, latents, items, catalogue } = evidence;
  return latentStatistics(codes, latents, { rows: rowsOf(evidence, 'selection', 'A'), items }, catalogue);
}

/**
 * Latents that both bring the attribute's items into lists and tell where they are, of those that clearly fire with the
 * attribute and raise it, or elsewhere and lower it. Their weights are what an edit moves them by; their readings, what
 * their activations say of the attribute.
 */
export const byEffectAndReading =
  ({ maxLatents }: ConceptSettings, output: OutputEffect, latents: LatentEffect): ChooseLatents =>
  (evidence) => {
    const { catalogue, half } = evidence;
    const readings = readingAims(evidence, rowsOf(evidence, 'selection', 'A'));
    const open = new Set(catalogue.ids.keys().filter((item) => half[item] === 0)); // half A
    return async (attribute) => {
      const items = new Set(itemsWith(catalogue, attribute).filter((item) => open.has(item)));
      if (items.size === 0) return [];
      const edit = effectAim(latents, await output.massGradient(items, open));
      const reading = readings(attribute);
      const clear =
        CLEAR * reading.gains.reduce((most, _, latent) => Math.max(most, firesWith(reading, latent)), 0);
      const chosen = pursue(
        [edit, reading],
        maxLatents,
        (latent, [raises = 0]) => Math.sign(raises) * firesWith(reading, latent) > clear,
      );
      const [edits = [], reads = []] = chosen.weights;
      return editWeights(edit, chosen.latents, edits).map((moved, i) => ({
        ...moved,
        reading: at(reads, i),
      }));
    };
  };

/** Correlation with the attribute, but for the ridge and a factor that all latents share. */
const firesWith = ({ gains, between }: Aim, latent: number): number =>
  at(gains, latent) / Math.sqrt(between(latent, latent) || 1);

/** Latents that tell together where the attribute is, whatever editing them would do. */
export const byReading =
  (maxLatents: number) =>
  (evidence: Evidence): ((attribute: number) => WeightedLatent[]) => {
    const readings = readingAims(evidence, rowsOf(evidence, 'selection', 'A'));
    return (attribute) => {
      const { latents, weights } = pursue([readings(attribute)], maxLatents);
      const reads = at(weights, 0);
      return latents.map((index, i) => ({ index, weight: at(reads, i) }));
    };
  };
