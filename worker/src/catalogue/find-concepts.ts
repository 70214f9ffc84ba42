// Concepts that words or items speak of.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LoadedModel } from '../served.ts';
import { itemsShowing } from './concept-items.ts';
import { byStrength } from './describe.ts';
import { isStopWord } from '@trimtab/shared/phrases/markers.ts';
import { isDenial, understandPhrase, type UnderstoodPhrase } from '@trimtab/shared/phrases/understand.ts';
import { vocabularyOf, type Vocabulary } from '@trimtab/shared/phrases/vocabulary.ts';
import { hasWanted, searchText, wantedBy, wordsOf } from '@trimtab/shared/words.ts';

/** A concept, and by how much it fits compared with others of the same answer. */
export interface Found {
  concept: Concept;
  relevance: number;
}

/** A tag says less about a concept than its own name does. */
const TAG_WEIGHT = 0.5;

/** Shorter beginnings are shared by words that have nothing to do with each other. */
const SHORTEST_STEM = 4;

/** Concepts whose label or id has words that begin with those of the query, strongest first. */
export function searchConcepts({ concepts }: Pick<LoadedModel, 'concepts'>, query: string): Concept[] {
  const wanted = wantedBy(query);
  return byStrength(concepts.values()).filter(({ id, label }) =>
    hasWanted(searchText(`${label} ${id}`), wanted),
  );
}

/** What a text asks for, by the words that people have for the model's concepts. */
export function understoodIn(model: Pick<LoadedModel, 'concepts'>, text: string): UnderstoodPhrase {
  return understandPhrase(text, wordsFor(model));
}

const vocabularies = new WeakMap<LoadedModel['concepts'], Vocabulary>();

/** Worked out once a model, when the first text comes. */
function wordsFor({ concepts }: Pick<LoadedModel, 'concepts'>): Vocabulary {
  const before = vocabularies.get(concepts);
  if (before !== undefined) return before;
  const vocabulary = vocabularyOf(byStrength(concepts.values()));
  vocabularies.set(concepts, vocabulary);
  return vocabulary;
}

/**
 * Concepts that a text asks for. relevance = 1 where it was understood to; else the share of the label's words that the text
 * has, or half the share of the concept's top items that carry an attribute whose every word the text has: the larger of the
 * two. Words that mean nothing by themselves do not count, nor what the text denies.
 */
export function conceptsInText(model: LoadedModel, text: string, { understood }: UnderstoodPhrase): Found[] {
  const denied = understood.filter(({ wish }) => isDenial(wish));
  const rest = denied.reduce(
    (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    text,
  );
  // "scifi" and "sci-fi" are both there for "sci-fi".
  const words = searchText(rest).trim().split(' ');
  const { attributes } = model.columns;
  const named = new Set(
    attributes.flatMap(({ label }, attribute) => (shareIn(words, label) === 1 ? [attribute] : [])),
  );
  const wanted = new Set(understood.filter(({ wish }) => !isDenial(wish)).map(({ concept }) => concept));
  const unwanted = new Set(denied.map(({ concept }) => concept));
  return ranked(model, (concept) => {
    if (wanted.has(concept.id)) return 1;
    if (unwanted.has(concept.id)) return 0;
    return Math.max(shareIn(words, concept.label), TAG_WEIGHT * shareCarrying(model, concept, named));
  });
}

/**
 * Concepts that are commoner among the items than in the catalogue. With p the share of the items that show a concept
 * and q that of the catalogue, relevance = p·ln(p / q): its part of the Kullback-Leibler divergence of the two.
 */
export function conceptsOfItems(model: LoadedModel, items: readonly number[]): Found[] {
  const count = model.columns.items;
  return ranked(model, (concept) => {
    const showing = itemsShowing(model, concept);
    const share = items.filter((item) => showing.has(item)).length / items.length;
    return share > 0 ? share * Math.log((share * count) / showing.size) : 0;
  });
}

/** Only what is relevant at all; ties in the order of strength. */
function ranked({ concepts }: LoadedModel, relevanceOf: (concept: Concept) => number): Found[] {
  return byStrength(concepts.values())
    .map((concept) => ({ concept, relevance: relevanceOf(concept) }))
    .filter(({ relevance }) => relevance > 0)
    .sort((a, b) => b.relevance - a.relevance);
}

function shareIn(words: readonly string[], label: string): number {
  const own = wordsOf(label).filter((word) => !isStopWord(word));
  if (own.length === 0) return 0;
  if (words.includes(own.join(''))) return 1;
  return own.filter((word) => words.some((other) => isSameStem(word, other))).length / own.length;
}

/** "horror" and "horrors", but not "war" and "warm". */
function isSameStem(a: string, b: string): boolean {
  if (a === b) return true;
  return Math.min(a.length, b.length) >= SHORTEST_STEM && (a.startsWith(b) || b.startsWith(a));
}

function shareCarrying({ columns }: LoadedModel, { topItems }: Concept, named: ReadonlySet<number>): number {
  if (topItems.length === 0 || named.size === 0) return 0;
  const carrying = topItems.filter((item) => columns.attributesOf(item).some((one) => named.has(one)));
  return carrying.length / topItems.length;
}
