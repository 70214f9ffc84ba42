// What put items on a list: the change of their scores without a concept, or without an item of the history.
import { at } from '@trimtab/shared/look-up.ts';
import type { Explanation } from '@trimtab/shared/api.ts';
import { total } from '@trimtab/shared/steering-moves.ts';
import type { ItemTexts } from '../catalogue/item-texts.ts';
import { coarse } from './list.ts';
import type { PersonalScores } from './scores.ts';

/** So many of the newest items are left out, one at a time: each costs a run of the encoder. */
const NEWEST = 20;

/** For one cause, its change of each item's score. */
interface Cause {
  id: string;
  changes: number[];
}

export interface Causes {
  concepts: Cause[];
  history: Cause[];
}

/** Changes of score, for each steered concept and each of the newest items of the history, of each of the `items`. */
export async function causesOf(
  personal: PersonalScores,
  items: readonly number[],
  texts: ItemTexts,
): Promise<Causes> {
  const changesTo = (without: ArrayLike<number>): number[] =>
    items.map((item) => at(personal.steered, item) - at(without, item));
  return {
    concepts: await withoutConcepts(personal, changesTo),
    history: await withoutItems(personal, changesTo, texts),
  };
}

type ChangesTo = (without: ArrayLike<number>) => number[];

/** The head is rerun with the edit but for a concept's part in it: all concepts in one run. */
async function withoutConcepts(
  { engine, encoded, plan: { moves, edit } }: PersonalScores,
  changesTo: ChangesTo,
): Promise<Cause[]> {
  const ids = [...new Set(moves.map(({ concept }) => concept.id))];
  if (ids.length === 0) return [];
  const edits = ids.map((id) =>
    total(
      moves.filter(({ concept }) => concept.id !== id),
      edit.length,
    ),
  );
  const scores = await engine.score(encoded, edits);
  return ids.map((id, place) => ({ id, changes: changesTo(at(scores, place)) }));
}

/** A history without its only item cannot be encoded: then there is nothing to tell apart. */
async function withoutItems(
  { engine, window, plan }: PersonalScores,
  changesTo: ChangesTo,
  texts: ItemTexts,
): Promise<Cause[]> {
  const causes: Cause[] = [];
  const newest = [...new Set(window.toReversed())].slice(0, NEWEST);
  const named = await texts.read(newest);
  for (const [place, item] of newest.entries()) {
    const rest = window.filter((other) => other !== item);
    if (rest.length === 0) return [];
    const scores = await engine.score(await engine.encodeOnce(rest), [plan.edit]);
    causes.push({ id: at(named, place).id, changes: changesTo(at(scores, 0)) });
  }
  return causes;
}

const sum = (changes: readonly { change: number }[]): number =>
  changes.reduce((all, { change }) => all + change, 0);

/**
 * The parts of one item's score: rounded as scores are, they and the remainder sum to it.
 *
 * @param place of the item among those that the causes were found for
 */
export function personalExplanation(
  { concepts, history }: Causes,
  place: number,
  score: number,
): Explanation {
  const partOf = ({ id, changes }: Cause): { id: string; change: number } => ({
    id,
    change: coarse(at(changes, place)),
  });
  const parts = { concepts: concepts.map(partOf), history: history.map(partOf) };
  return {
    reasons: coarse(sum(parts.concepts)) > 0 ? ['steered', 'history'] : ['history'],
    ...parts,
    remainder: coarse(score - sum(parts.concepts) - sum(parts.history)),
  };
}

/** An item that a wish brought up says so first. */
export const asWished = (explanation: Explanation): Explanation => ({
  ...explanation,
  reasons: ['wish', ...explanation.reasons],
});

/** @param stoodIn whether the popular list stands in for one that a model should have made */
export const popularExplanation = (score: number, stoodIn: boolean): Explanation => ({
  reasons: stoodIn ? ['popular', 'fallback'] : ['popular'],
  concepts: [],
  history: [],
  remainder: score,
});
