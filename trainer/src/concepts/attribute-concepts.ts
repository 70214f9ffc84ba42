// Attribute concepts: for each attribute the few latents that fire on its items and bring them into lists, chosen on
// selection users and half A of the items, scored on test users and half B.
import { itemsWith } from '@trimtab/shared/catalogue.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { ConceptSettings } from '../run/config.ts';
import { conceptActivation } from './activation.ts';
import type { Candidate } from './candidate.ts';
import type { LatentEffect } from './effect-latents.ts';
import { latentsByEffect } from './effect-latents.ts';
import type { OutputEffect } from './output-effect.ts';
import type { LatentStatistics } from './correlation.ts';
import { areaUnderCurve, latentStatistics, pearson } from './correlation.ts';
import type { Evidence } from './evidence.ts';
import { labelsOf, rowsOf, withoutHalves } from './evidence.ts';
import { isSensitive } from './sensitive.ts';

/** Below this area under the curve on held-out users and items a concept is hidden as weak. */
const WEAK = 0.6;

/** Correlation with the attribute that a latent needs, as a share of what the best one has. */
const CLEAR = 0.25;

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
function heldOutScore(evidence: Evidence, chosen: readonly WeightedLatent[], attribute: number): number {
  const held = rowsOf(evidence, 'test', 'B');
  return areaUnderCurve(conceptActivation(evidence.codes, chosen, held), labelsOf(evidence, held, attribute));
}

/** Of selection users' positions on half A. */
export function selectionStatistics(evidence: Evidence): LatentStatistics {
  const { codes, latents, items, catalogue } = evidence;
  return latentStatistics(codes, latents, { rows: rowsOf(evidence, 'selection', 'A'), items }, catalogue);
}

/** The latents that clearly fire with the attribute and raise it, or elsewhere and lower it, by what they do to lists. */
export const byOutputEffect =
  ({ maxLatents }: ConceptSettings, output: OutputEffect, latents: LatentEffect): ChooseLatents =>
  (evidence) => {
    const { catalogue, half } = evidence;
    const { correlation, attributes } = selectionStatistics(evidence);
    const all = Array.from({ length: evidence.latents }, (_, latent) => latent);
    const open = new Set(catalogue.ids.keys().filter((item) => half[item] === 0)); // half A
    return async (attribute) => {
      const items = new Set(itemsWith(evidence.catalogue, attribute).filter((item) => open.has(item)));
      if (items.size === 0) return [];
      const gradient = await output.massGradient(items, open);
      const firesWith = (latent: number): number => correlation[latent * attributes + attribute] ?? 0;
      const best = all.reduce((most, latent) => Math.max(most, firesWith(latent)), 0);
      const clear = CLEAR * best;
      return latentsByEffect(
        latents,
        gradient,
        maxLatents,
        (latent, sign) => sign * firesWith(latent) > clear,
      );
    };
  };

/**
 * Latents by falling correlation, joined one by one for as long as the concept's correlation on the same positions
 * grows. A latent's weight is its mean activation on the attribute's positions less that elsewhere, so that strength
 * moves the code the way the attribute does.
 */
export function chooseLatents(
  evidence: Evidence,
  statistics: LatentStatistics,
  attribute: number,
  rows: Int32Array,
  maxLatents: number,
): WeightedLatent[] {
  const at = (latent: number): number => latent * statistics.attributes + attribute;
  const ordered = Array.from({ length: statistics.latents }, (_, latent) => latent)
    .filter((latent) => (statistics.correlation[at(latent)] ?? 0) > 0)
    .sort((a, b) => (statistics.correlation[at(b)] ?? 0) - (statistics.correlation[at(a)] ?? 0) || a - b)
    .slice(0, maxLatents);
  const labels = labelsOf(evidence, rows, attribute);
  let chosen: WeightedLatent[] = [];
  let best = 0;
  for (const latent of ordered) {
    const joined = [...chosen, { index: latent, weight: statistics.difference[at(latent)] ?? 0 }];
    const correlation = pearson(conceptActivation(evidence.codes, joined, rows), labels);
    if (correlation <= best) continue;
    best = correlation;
    chosen = joined;
  }
  return chosen;
}
