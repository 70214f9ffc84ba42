// Emergent concepts: living latents that no attribute explains, known by the items they fire on most.
import { at } from '@trimtab/shared/look-up.ts';
import { createHash } from 'node:crypto';
import type { ConceptSettings } from '../config/schema.ts';
import { conceptActivation, meanByItem, topItems } from './activation.ts';
import type { Candidate } from './candidate.ts';
import { latentStatistics } from './correlation.ts';
import { pearson } from '../math/pearson.ts';
import type { Evidence } from './evidence.ts';
import { rowsOf } from './evidence.ts';
import { isSensitive } from './sensitive.ts';

const ANCHORS = 30;
const MIN_USERS = 50;
const MIN_POSITIONS = 5;
/** Best correlation with any attribute above which a latent counts as explained by it. */
const EXPLAINED = 0.3;
/** Point-biserial correlation on held-out items below which a description by attributes is not shown as a name. */
const NAMED = 0.3;

/** A latent that may become a concept. It gets a name only once it is chosen: naming looks at every attribute. */
interface Found {
  id: string;
  latent: number;
  anchors: number[];
  /** Mean activation where it fires. */
  weight: number;
  /** Share of the latent's activation that falls on its anchors. */
  focus: number;
}

/** At most `maxEmergent`, the most focused on their anchors first. Latents that attribute concepts use are left out. */
export function emergentConcepts(
  evidence: Evidence,
  settings: ConceptSettings,
  used: ReadonlySet<number>,
): Candidate[] {
  const { catalogue, codes, latents, items } = evidence;
  const rows = rowsOf(evidence, 'selection');
  const statistics = latentStatistics(codes, latents, { rows, items }, catalogue);
  const support = supportOf(evidence, rows);
  const found: Found[] = [];
  for (let latent = 0; latent < latents; latent++) {
    const row = statistics.correlation.subarray(
      latent * statistics.attributes,
      (latent + 1) * statistics.attributes,
    );
    const explained = row.reduce((best, r) => Math.max(best, r), 0);
    if (used.has(latent) || explained > EXPLAINED || at(support, latent) < MIN_USERS) continue;
    const anchored = anchor(evidence, latent, rows);
    if (anchored !== null) found.push(anchored);
  }
  found.sort((a, b) => b.focus - a.focus || (a.id < b.id ? -1 : 1));
  return found
    .slice(0, settings.maxEmergent)
    .map((chosen) => candidateOf(evidence, chosen, rows, settings.sensitive));
}

/** Users in whose histories each latent fires. */
function supportOf(evidence: Evidence, rows: Int32Array): Int32Array {
  const seen = Array.from({ length: evidence.latents }, () => new Set<number>());
  const { codes, users } = evidence;
  for (const row of rows) {
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = at(codes.latent, i);
      if (latent < 0) break;
      at(seen, latent).add(at(users, row));
    }
  }
  return Int32Array.from(seen, (set) => set.size);
}

function anchor(evidence: Evidence, latent: number, rows: Int32Array): Found | null {
  const { activation, byItem } = activationOf(evidence, latent, rows);
  const anchors = topItems(byItem, ANCHORS, MIN_POSITIONS);
  if (anchors.length < ANCHORS) return null;
  const total = activation.reduce((sum, value) => sum + value, 0);
  const firing = activation.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const onAnchors = anchors.reduce((sum, item) => sum + at(byItem.mean, item) * at(byItem.count, item), 0);
  const id = `emergent:${fingerprintOf(evidence, anchors)}`;
  return { id, latent, anchors, weight: total / firing, focus: onAnchors / total };
}

function activationOf({ catalogue, codes, items }: Evidence, latent: number, rows: Int32Array) {
  const activation = conceptActivation(codes, [{ index: latent, weight: 1 }], rows);
  const itemAtRow = Array.from(rows, (row) => at(items, row));
  return { activation, byItem: meanByItem(activation, itemAtRow, catalogue.ids.length) };
}

function candidateOf(
  evidence: Evidence,
  found: Found,
  rows: Int32Array,
  sensitive: readonly string[],
): Candidate {
  const { id, latent, anchors, weight } = found;
  const { label, score } = nameOf(evidence, activationOf(evidence, latent, rows).byItem, anchors, sensitive);
  return {
    id,
    label,
    kind: 'emergent',
    attribute: null,
    labelScore: score,
    latents: [{ index: latent, weight }],
    exposedItems: anchors,
  };
}

/** A name by what the concept is anchored in, so that it is the same whatever number the latent has. */
function fingerprintOf(evidence: Evidence, anchors: number[]): string {
  const ids = anchors
    .slice(0, 10)
    .map((item) => evidence.catalogue.ids[item])
    .sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 8);
}

/**
 * The attribute that sets the anchors of half A apart most, if the activations of half B's items agree; else the two
 * first anchors, since an invented name would promise more than the concept holds.
 */
function nameOf(
  { catalogue, half }: Evidence,
  { mean, count }: { mean: Float32Array; count: Int32Array },
  anchors: number[],
  sensitive: readonly string[],
): { label: string; score: number } {
  const seen = [0, 1].map((side) =>
    Array.from(mean.keys()).filter((item) => half[item] === side && at(count, item) > 0),
  );
  const correlationOn = (attribute: number, side: number): number => {
    const items = at(seen, side);
    const has = items.map((item) => (at(catalogue.itemAttributes, item).includes(attribute) ? 1 : 0));
    return pearson(
      has,
      items.map((item) => at(mean, item)),
    );
  };
  let best = { attribute: -1, correlation: 0 };
  catalogue.attributes.forEach((known, attribute) => {
    if (isSensitive(known, sensitive)) return;
    const correlation = correlationOn(attribute, 0);
    if (correlation > best.correlation) best = { attribute, correlation };
  });
  const score = best.attribute < 0 ? 0 : correlationOn(best.attribute, 1);
  const [first, second] = anchors.map((item) => at(catalogue.titles, item));
  const label =
    score >= NAMED
      ? `${at(catalogue.attributes, best.attribute).label}, as in ${first}`
      : `Like ${first} and ${second}`;
  return { label, score };
}
