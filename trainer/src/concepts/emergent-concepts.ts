// Emergent concepts: living latents that no attribute explains, known by the items they fire on most.
import { createHash } from 'node:crypto';
import type { ConceptSettings } from '../run/config.ts';
import { conceptActivation, meanByItem, topItems } from './activation.ts';
import type { Candidate } from './candidate.ts';
import { latentStatistics, pearson } from './correlation.ts';
import type { Evidence } from './evidence.ts';
import { rowsOf } from './evidence.ts';

const ANCHORS = 30;
const MIN_USERS = 50;
const MIN_POSITIONS = 5;
/** Best correlation with any attribute above which a latent counts as explained by it. */
const EXPLAINED = 0.3;
/** Point-biserial correlation on held-out items below which a description by attributes is not shown as a name. */
const NAMED = 0.3;

/** Focus: share of a latent's activation that falls on its anchors. */
interface Focused {
  candidate: Candidate;
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
  const found: Focused[] = [];
  for (let latent = 0; latent < latents; latent++) {
    const row = statistics.correlation.subarray(
      latent * statistics.attributes,
      (latent + 1) * statistics.attributes,
    );
    const explained = row.reduce((best, r) => Math.max(best, r), 0);
    if (used.has(latent) || explained > EXPLAINED || (support[latent] ?? 0) < MIN_USERS) continue;
    const candidate = describe(evidence, latent, rows);
    if (candidate !== null) found.push(candidate);
  }
  found.sort((a, b) => b.focus - a.focus || (a.candidate.id < b.candidate.id ? -1 : 1));
  return found.slice(0, settings.maxEmergent).map(({ candidate }) => candidate);
}

/** Users in whose histories each latent fires. */
function supportOf(evidence: Evidence, rows: Int32Array): Int32Array {
  const seen = Array.from({ length: evidence.latents }, () => new Set<number>());
  const { codes, users } = evidence;
  for (const row of rows) {
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = codes.latent[i] ?? -1;
      if (latent < 0) break;
      seen[latent]?.add(users[row] ?? 0);
    }
  }
  return Int32Array.from(seen, (set) => set.size);
}

function describe(evidence: Evidence, latent: number, rows: Int32Array): Focused | null {
  const { catalogue, codes, items } = evidence;
  const alone = [{ index: latent, weight: 1 }];
  const activation = conceptActivation(codes, alone, rows);
  const byItem = meanByItem(
    activation,
    Array.from(rows, (row) => items[row] ?? 0),
    catalogue.ids.length,
  );
  const anchors = topItems(byItem, ANCHORS, MIN_POSITIONS);
  if (anchors.length < ANCHORS) return null;
  const name = nameOf(evidence, byItem, anchors);
  const total = activation.reduce((sum, value) => sum + value, 0);
  const onAnchors = anchors.reduce(
    (sum, item) => sum + (byItem.mean[item] ?? 0) * (byItem.count[item] ?? 0),
    0,
  );
  const firing = activation.filter((value) => value > 0);
  const weight = firing.reduce((sum, value) => sum + value, 0) / Math.max(1, firing.length);
  const candidate: Candidate = {
    id: `emergent:${fingerprintOf(evidence, anchors)}`,
    label: name.label,
    kind: 'emergent',
    attribute: null,
    labelScore: name.score,
    latents: [{ index: latent, weight }],
    exposedItems: anchors,
  };
  return { candidate, focus: onAnchors / Math.max(total, Number.MIN_VALUE) };
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
): { label: string; score: number } {
  const correlationOn = (attribute: number, side: number): number => {
    const items = catalogue.ids
      .map((_, item) => item)
      .filter((item) => half[item] === side && (count[item] ?? 0) > 0);
    const has = items.map((item) => (catalogue.itemAttributes[item]?.includes(attribute) ? 1 : 0));
    return pearson(
      has,
      items.map((item) => mean[item] ?? 0),
    );
  };
  let best = { attribute: -1, correlation: 0 };
  catalogue.attributes.forEach((_, attribute) => {
    const correlation = correlationOn(attribute, 0);
    if (correlation > best.correlation) best = { attribute, correlation };
  });
  const score = best.attribute < 0 ? 0 : correlationOn(best.attribute, 1);
  const [first, second] = anchors.map((item) => catalogue.titles[item] ?? '');
  const known = catalogue.attributes[best.attribute]?.label;
  const label =
    score >= NAMED && known !== undefined ? `${known}, as in ${first}` : `Like ${first} and ${second}`;
  return { label, score };
}
