// Short names of emergent concepts, from what sets their items apart: attributes, eras among them, and words of titles.
import { at } from '@trimtab/shared/look-up.ts';
import { itemsWith, type Attribute, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { isStopWord } from '@trimtab/shared/phrases/markers.ts';
import { wordsOf } from '@trimtab/shared/words.ts';
import { pearson } from '../math/pearson.ts';
import { isSensitive } from './sensitive.ts';

export const LONGEST_NAME = 40;
const MOST_PARTS = 3;
/** A part is on this share of the items at least, and so much commoner among them than elsewhere. */
const LEAST_SHARE = 0.35;
const LEAST_LIFT = 1.5;
/** Words of titles are rarer than attributes, and more often there by chance. */
const LEAST_WORD_SHARE = 0.2;
const LEAST_WORD_LIFT = 4;

export interface NameOptions {
  catalogue: Catalogue;
  /** Items that the name is made from, strongest first. */
  items: readonly number[];
  /** All items that could have been among them. */
  among: readonly number[];
  /** Attributes that are not named, by id or kind. */
  sensitive: readonly string[];
  /** Names that other concepts have. */
  taken: ReadonlySet<string>;
}

/** What a name is made of, and which items have it. */
interface Part {
  label: string;
  items: ReadonlySet<number>;
  isWord: boolean;
}

export interface Name {
  label: string;
  parts: readonly Part[];
}

/**
 * Greedy: first the part with the largest share of the Kullback-Leibler divergence p·ln(p / q), p its share of the items and
 * q that of all; then those that do the same among the items that have the parts so far.
 */
export function emergentName(options: NameOptions): Name {
  const chosen: Part[] = [];
  const parts = partsOf(options);
  while (chosen.length < MOST_PARTS) {
    const next = strongest(parts, chosen, options);
    if (next === null || nameOf([...chosen, next]).length > LONGEST_NAME) break;
    chosen.push(next);
  }
  const label = nameOf(chosen);
  if (chosen.length > 0 && !options.taken.has(label)) return { label, parts: chosen };
  return { label: byFirstItem(options, chosen), parts: chosen };
}

/** Attributes first, as one says "Dark crime, 1990s", and words of titles in quotes. */
const nameOf = (parts: readonly Part[]): string =>
  parts.map(({ label, isWord }) => (isWord ? `“${label}”` : label)).join(', ');

/** Where nothing sets the items apart, or another concept has the name: the item that it fires on most stands for it. */
function byFirstItem({ catalogue, items, taken }: NameOptions, parts: readonly Part[]): string {
  const start = parts.length === 0 ? 'Like ' : `${nameOf(parts.slice(0, 1))}, like `;
  for (const item of items) {
    const title = at(catalogue.titles, item).replace(/\s*\(\d{4}\)$/, '');
    const label = shortened(start + title);
    if (!taken.has(label)) return label;
  }
  return shortened(start);
}

const shortened = (text: string): string =>
  text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…`;

function strongest(
  parts: readonly Part[],
  chosen: readonly Part[],
  { items, among }: NameOptions,
): Part | null {
  const hasAll = (item: number): boolean => chosen.every((part) => part.items.has(item));
  const [own, all] = [items.filter(hasAll), among.filter(hasAll)];
  let best: { part: Part; divergence: number } | null = null;
  for (const part of parts) {
    if (chosen.includes(part)) continue;
    const share = shareOf(own, part.items);
    const lift = share / Math.max(shareOf(all, part.items), Number.MIN_VALUE);
    const [leastShare, leastLift] = part.isWord
      ? [LEAST_WORD_SHARE, LEAST_WORD_LIFT]
      : [LEAST_SHARE, LEAST_LIFT];
    // Of the items that have the first parts a good half must have this one, or it tells of few.
    if (share < (chosen.length === 0 ? leastShare : 0.5) || !(lift >= leastLift)) continue;
    const divergence = share * Math.log(lift);
    if (best === null || divergence > best.divergence) best = { part, divergence };
  }
  return best?.part ?? null;
}

const shareOf = (list: readonly number[], items: ReadonlySet<number>): number =>
  list.length === 0 ? 0 : list.filter((item) => items.has(item)).length / list.length;

/** All that could name something, with the items of the whole catalogue that have it. */
function partsOf({ catalogue, sensitive }: Pick<NameOptions, 'catalogue' | 'sensitive'>): Part[] {
  return partsIn(catalogue).filter(
    ({ attribute }) => attribute === null || !isSensitive(attribute, sensitive),
  );
}

interface KnownPart extends Part {
  attribute: Attribute | null;
}

const known = new WeakMap<Catalogue, KnownPart[]>();

/** Looked up once a catalogue: each concept is named from the same. */
function partsIn(catalogue: Catalogue): KnownPart[] {
  const before = known.get(catalogue);
  if (before !== undefined) return before;
  const words = new Map<string, Set<number>>();
  catalogue.titles.forEach((title, item) => {
    for (const word of wordsInTitle(title)) words.set(word, (words.get(word) ?? new Set<number>()).add(item));
  });
  const attributes = catalogue.attributes.map((attribute, index) => ({
    attribute,
    label: attribute.label,
    items: new Set(itemsWith(catalogue, index)),
    isWord: false,
  }));
  const parts: KnownPart[] = [...attributes];
  for (const [word, items] of words) {
    if (items.size > 1) parts.push({ attribute: null, label: capitalised(word), items, isWord: true });
  }
  known.set(catalogue, parts);
  return parts;
}

const SHORTEST_WORD = 4;

/** Words that can name something: no small words, numbers or numerals. */
const wordsInTitle = (title: string): Set<string> =>
  new Set(
    wordsOf(title).filter(
      (word) => word.length >= SHORTEST_WORD && !/^(?:\d+|[ivx]+)$/.test(word) && !isStopWord(word),
    ),
  );

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/**
 * Correlation of how much a concept fires on an item with the share of the name's parts that the item has: how well the name
 * tells where it fires, on items that it was not made from.
 */
export function nameScore({ parts }: Name, items: readonly number[], activation: Float32Array): number {
  if (parts.length === 0 || items.length < 2) return 0;
  const has = items.map((item) => parts.filter((part) => part.items.has(item)).length / parts.length);
  const score = pearson(
    has,
    items.map((item) => at(activation, item)),
  );
  return Number.isFinite(score) ? score : 0;
}
