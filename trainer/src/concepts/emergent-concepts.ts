// Emergent concepts: living latents that no attribute explains, known by the items they fire on most and bring into lists.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { at } from '@trimtab/shared/look-up.ts';
import { createHash } from 'node:crypto';
import type { ConceptSettings } from '../config/schema.ts';
import { conceptActivation, meanByItem, topItems } from './activation.ts';
import type { Candidate } from './candidate.ts';
import { latentStatistics } from './correlation.ts';
import { emergentName, nameScore } from './emergent-name.ts';
import type { Evidence } from './evidence.ts';
import { rowsOf } from './evidence.ts';
import { anchorsOf, firingItems, type FiringItems } from './firing-items.ts';
import type { Raise } from './raise.ts';

const ANCHORS = 30;
const MIN_USERS = 50;
const MIN_POSITIONS = 5;
/** Best correlation with any attribute above which a latent counts as explained by it. */
const EXPLAINED = 0.3;

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

/** Of so many times the wanted number, the most focused, is measured what they do to lists. */
const MEASURED = 3;
/** So many times the wanted number may become concepts: doubles and those without a safe strength fall away later. */
const SPARE = 1.5;

/**
 * Latents that raise the share of the items they fire on: stable ones first, and of those the ones that raise it most. Those
 * that other concepts use are left out.
 *
 * @param told is told which share of the latents has been looked at
 * @param stable latents that another training finds too; others are marked experimental. Absent, it is not known
 */
export async function emergentConcepts(
  evidence: Evidence,
  settings: ConceptSettings,
  used: ReadonlySet<number>,
  raise: Raise,
  stable?: ReadonlySet<number>,
  told: (share: number) => void = () => undefined,
): Promise<Candidate[]> {
  const { maxEmergent, sensitive } = settings;
  const rows = rowsOf(evidence, 'selection');
  const isStable = ({ latent }: Found): boolean => stable?.has(latent) !== false;
  const first = (one: Found): number => (isStable(one) ? 0 : 1);
  const found = (await focused(evidence, rows, used, told))
    .toSorted((a, b) => first(a) - first(b)) // else as they were
    .slice(0, MEASURED * maxEmergent);
  const measured: { one: Found; raised: number }[] = [];
  for (const one of found) measured.push({ one, raised: await raise(one.latent, one.anchors) });
  const best = measured
    .filter(({ raised }) => raised > 0)
    .sort((a, b) => first(a.one) - first(b.one) || b.raised - a.raised || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, Math.ceil(SPARE * maxEmergent));
  // A name that an attribute has would promise what its own concept does.
  const taken = new Set(evidence.catalogue.attributes.map(({ label }) => label));
  return best.map(({ one }) => ({
    ...candidateOf(evidence, one, { rows, sensitive, taken }),
    ...(isStable(one) ? {} : { experimental: true as const }),
  }));
}

/** Latents that no attribute explains, the most focused on their anchors first. */
async function focused(
  evidence: Evidence,
  rows: Int32Array,
  used: ReadonlySet<number>,
  told: (share: number) => void,
): Promise<Found[]> {
  const { catalogue, codes, latents, items } = evidence;
  const statistics = latentStatistics(codes, latents, { rows, items }, catalogue);
  const support = supportOf(evidence, rows);
  const firings = firingItems(evidence, rows);
  const count = new Int32Array(catalogue.ids.length);
  for (const row of rows) count[at(items, row)] = (count[at(items, row)] as number) + 1;
  const found: Found[] = [];
  for (let latent = 0; latent < latents; latent++) {
    told(latent / latents);
    await nextTurn();
    const row = statistics.correlation.subarray(
      latent * statistics.attributes,
      (latent + 1) * statistics.attributes,
    );
    const explained = row.reduce((best, r) => Math.max(best, r), 0);
    if (used.has(latent) || explained > EXPLAINED || at(support, latent) < MIN_USERS) continue;
    const anchored = anchor(evidence, latent, at(firings, latent), count);
    if (anchored !== null) found.push(anchored);
  }
  return found.sort((a, b) => b.focus - a.focus || (a.id < b.id ? -1 : 1));
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

function anchor(evidence: Evidence, latent: number, firing: FiringItems, count: Int32Array): Found | null {
  const { items: anchors, ...rest } = anchorsOf(firing, count, ANCHORS, MIN_POSITIONS);
  if (anchors.length < ANCHORS) return null;
  return { id: `emergent:${fingerprintOf(evidence, anchors)}`, latent, anchors, ...rest };
}

function activationOf({ catalogue, codes, items }: Evidence, latent: number, rows: Int32Array) {
  const activation = conceptActivation(codes, [{ index: latent, weight: 1 }], rows);
  const itemAtRow = Array.from(rows, (row) => at(items, row));
  return { activation, byItem: meanByItem(activation, itemAtRow, catalogue.ids.length) };
}

interface Naming {
  rows: Int32Array;
  sensitive: readonly string[];
  /** Names that were given; the new one is added. */
  taken: Set<string>;
}

/** The name is made from items of half A, and scored on those of half B. */
function candidateOf(evidence: Evidence, found: Found, { rows, sensitive, taken }: Naming): Candidate {
  const { id, latent, anchors, weight } = found;
  const { catalogue, half } = evidence;
  const { mean, count } = activationOf(evidence, latent, rows).byItem;
  const seen = [0, 1].map((side) =>
    Array.from(mean.keys()).filter((item) => half[item] === side && at(count, item) > 0),
  );
  const [among = [], held = []] = seen;
  const inA = new Set(among);
  const items = topItems({ mean, count }, catalogue.ids.length, MIN_POSITIONS)
    .filter((item) => inA.has(item))
    .slice(0, ANCHORS);
  const name = emergentName({ catalogue, items, among, sensitive, taken });
  taken.add(name.label);
  return {
    id,
    label: name.label,
    kind: 'emergent',
    attribute: null,
    labelScore: nameScore(name, held, mean),
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
