// The share of living latents that stand for an attribute, beyond what popularity and chance would give.
import { at } from '@trimtab/shared/look-up.ts';
import { bestAttribute, latentStatistics } from '../concepts/correlation.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { rowsOf } from '../concepts/evidence.ts';
import { averagePrecision } from '../math/average-precision.ts';
import { createRandom } from '../math/random.ts';
import type { Firing } from './firings.ts';
import { firingsOf } from './firings.ts';
import { permuteWithin, popularityStrata } from '../ranking/popularity-strata.ts';

const PERMUTATIONS = 499;
const FALSE_DISCOVERIES = 0.05;
const TOP_ITEMS = 30;
const TIMES_PREVALENCE = 2;

/** Positions that share an item, as the scored rows hold them. */
interface Held {
  rows: number;
  /** Positions of each item. ∈ [items] */
  counts: Int32Array;
  /** Items that have a position. */
  occurring: readonly number[];
}

/**
 * The share of the latents that fire for test users and stand for an attribute. A latent's attribute is the one of
 * highest correlation on selection users and items A. On test users and items B it must pass two tests:
 *
 * - Its average precision lies above that of attributes dealt anew among items of like popularity: 499 permutations, and
 *   Benjamini and Hochberg's false discovery rate of 5%.
 * - Among the 30 items on which its activation sums highest, the attribute is at least twice as frequent as among all
 *   items of B that occur.
 */
export function interpretableShare(evidence: Evidence, seed: number): number {
  const { codes, latents, items } = evidence;
  const living = firingsOf(codes, latents, rowsOf(evidence, 'test')).map((firing) => firing.rows.length > 0);
  const heldRows = rowsOf(evidence, 'test', 'B');
  const firings = firingsOf(codes, latents, heldRows);
  const held = heldIn(heldRows, items, evidence.catalogue.ids.length);
  const labels = labelsByAttribute(evidence);
  const attributeOf = bestAttributes(evidence);
  const labelOf = attributeOf.map((best) => (best === null ? null : at(labels, best)));
  const exceeded = timesExceeded(evidence, { firings, held, attributeOf, labelOf }, seed);
  const p = exceeded.map((times, latent) => (living[latent] === true ? (times + 1) / (PERMUTATIONS + 1) : 1));
  const count = living.filter(Boolean).length;
  const accepted = benjaminiHochberg(
    p.filter((_, latent) => living[latent]),
    FALSE_DISCOVERIES,
  );
  const interpretable = p.filter(
    (value, latent) =>
      living[latent] === true &&
      value <= accepted &&
      liftOfTopItems(at(firings, latent), items, at(labelOf, latent), held) >= TIMES_PREVALENCE,
  );
  return count === 0 ? 0 : interpretable.length / count;
}

function heldIn(rows: Int32Array, items: Int32Array, size: number): Held {
  const counts = new Int32Array(size);
  for (const row of rows) counts[items[row] as number] = (counts[items[row] as number] as number) + 1;
  const occurring = Array.from(counts.keys()).filter((item) => (counts[item] as number) > 0);
  return { rows: rows.length, counts, occurring };
}

/** For each latent the attribute it follows best, null where none. */
function bestAttributes(evidence: Evidence): (number | null)[] {
  const { catalogue, codes, latents, items } = evidence;
  const rows = rowsOf(evidence, 'selection', 'A');
  const statistics = latentStatistics(codes, latents, { rows, items }, catalogue);
  return Array.from({ length: latents }, (_, latent) => bestAttribute(statistics, latent));
}

function labelsByAttribute({ catalogue }: Evidence): Uint8Array[] {
  const labels = catalogue.attributes.map(() => new Uint8Array(catalogue.ids.length));
  catalogue.itemAttributes.forEach((list, item) => {
    for (const a of list) at(labels, a)[item] = 1;
  });
  return labels;
}

interface Scored {
  firings: readonly Firing[];
  held: Held;
  /** By latent, as `labelOf`: null for one that follows no attribute. */
  attributeOf: readonly (number | null)[];
  labelOf: readonly (Uint8Array | null)[];
}

/**
 * Held positions whose item has each attribute: counted once for all latents, over items that occur.
 *
 * @param source the item whose attributes an item takes @returns ∈ [attributes]
 */
export function positivesBy(
  { attributes, itemAttributes }: Pick<Evidence['catalogue'], 'attributes' | 'itemAttributes'>,
  { counts, occurring }: Pick<Held, 'counts' | 'occurring'>,
  source: Int32Array,
): Int32Array {
  const positives = new Int32Array(attributes.length);
  for (const item of occurring) {
    for (const a of at(itemAttributes, source[item] as number))
      positives[a] = (positives[a] as number) + (counts[item] as number);
  }
  return positives;
}

/** How many of the permutations give each latent an average precision as high as it has; all, where it has none. */
function timesExceeded(
  { catalogue, half, items }: Evidence,
  { firings, held, attributeOf, labelOf }: Scored,
  seed: number,
): number[] {
  const random = createRandom(seed, 'interpretable share');
  const among = catalogue.ids.flatMap((_, item) => (half[item] === 1 ? [item] : []));
  const strata = popularityStrata(catalogue.counts, among);
  const itself = Int32Array.from(catalogue.ids, (_, item) => item);
  const scorer = (source: Int32Array): ((latent: number) => number) => {
    const positives = positivesBy(catalogue, held, source);
    return (latent) => {
      const [label, attribute] = [at(labelOf, latent), at(attributeOf, latent)];
      if (label === null || attribute === null) return 0;
      const counted = { rows: held.rows, positives: at(positives, attribute) };
      return precisionOf(at(firings, latent), items, label, source, counted);
    };
  };
  const own = Array.from(firings.keys(), scorer(itself));
  const exceeded = firings.map(() => 0);
  for (let round = 0; round < PERMUTATIONS; round++) {
    const score = scorer(permuteWithin(strata, catalogue.ids.length, random));
    own.forEach((value, latent) => {
      if (value === 0 || score(latent) >= value) exceeded[latent] = (exceeded[latent] as number) + 1;
    });
  }
  return exceeded;
}

/**
 * `averagePrecision` of the positions by falling activation: those without activation are one tie at the end.
 *
 * @param source the item whose label an item takes @param positives rows whose item takes the label
 */
export function precisionOf(
  firing: Firing,
  items: Int32Array,
  label: Uint8Array,
  source: Int32Array,
  { rows, positives }: { rows: number; positives: number },
): number {
  return averagePrecision({
    scores: firing.values,
    isPositive: (rank) => label[source[items[firing.rows[rank] as number] as number] as number] === 1,
    positives,
    places: rows,
  });
}

/** The attribute's share of the top items over its share of the items that occur. */
function liftOfTopItems(
  firing: Firing,
  items: Int32Array,
  label: Uint8Array | null,
  { occurring }: Held,
): number {
  if (label === null || firing.rows.length === 0) return 0;
  const sums = new Map<number, number>();
  firing.rows.forEach((row, i) => {
    const item = items[row] as number;
    sums.set(item, (sums.get(item) ?? 0) + (firing.values[i] as number));
  });
  const top = [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TOP_ITEMS);
  const precision = top.filter(([item]) => label[item] === 1).length / top.length;
  const prevalence = occurring.filter((item) => label[item] === 1).length / occurring.length;
  return prevalence > 0 ? precision / prevalence : 0;
}

/** The largest p that is accepted: p_(i) ≤ i·rate / m for the largest such i (Benjamini and Hochberg 1995); -1 if none. */
export function benjaminiHochberg(p: readonly number[], rate: number): number {
  const sorted = p.slice().sort((a, b) => a - b);
  return sorted.findLast((value, i) => value <= ((i + 1) * rate) / sorted.length) ?? -1;
}
