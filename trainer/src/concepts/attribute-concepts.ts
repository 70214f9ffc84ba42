// Attribute concepts: for each attribute the few latents that fire on its items, chosen on selection users and half A
// of the items, scored on test users and half B.
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { ConceptSettings } from '../run/config.ts';
import { conceptActivation } from './activation.ts';
import type { Candidate } from './candidate.ts';
import type { LatentStatistics } from './correlation.ts';
import { areaUnderCurve, latentStatistics, pearson } from './correlation.ts';
import type { Evidence } from './evidence.ts';
import { labelsOf, rowsOf } from './evidence.ts';

/** Below this area under the curve on held-out users and items a concept is hidden as weak. */
const WEAK = 0.6;

export function attributeConcepts(evidence: Evidence, settings: ConceptSettings): Candidate[] {
  const rows = rowsOf(evidence, 'selection', 'A');
  const held = rowsOf(evidence, 'test', 'B');
  const { catalogue, codes, latents, items } = evidence;
  const statistics = latentStatistics(codes, latents, { rows, items }, catalogue);
  const candidates: Candidate[] = [];
  catalogue.attributes.forEach(({ id, label }, attribute) => {
    const exposedItems = itemsWith(evidence, attribute);
    if (exposedItems.length < settings.minItems || exposedItems.length > catalogue.ids.length / 2) return;
    const chosen = chooseLatents(evidence, statistics, attribute, rows, settings.maxLatents);
    if (chosen.length === 0) return;
    const labelScore = areaUnderCurve(
      conceptActivation(codes, chosen, held),
      labelsOf(evidence, held, attribute),
    );
    if (!(labelScore >= WEAK)) return;
    candidates.push({
      id,
      label,
      kind: 'attribute',
      attribute: id,
      labelScore,
      latents: chosen,
      exposedItems,
    });
  });
  return candidates;
}

function itemsWith(evidence: Evidence, attribute: number): number[] {
  const items: number[] = [];
  evidence.catalogue.itemAttributes.forEach((list, item) => {
    if (list.includes(attribute)) items.push(item);
  });
  return items;
}

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
