// How long a list with wishes takes over the graphs that are served, by the functions that serve it.
import type { Counts } from '@trimtab/shared/choice/choosing.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Kept } from '@trimtab/shared/gradient/personal.ts';
import { baseScores } from '@trimtab/shared/gradient/personal.ts';
import type { Steered, SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { countsIn } from '@trimtab/shared/choice/choose-ten.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import { median } from '../../math/quantile.ts';
import type { Feeds, GraphSession } from '../../onnx/session.ts';
import { servedList, TEN } from './served-list.ts';

export interface TimedList {
  session: GraphSession;
  model: SteeringModel;
  excluded: Membership;
  /** Each is asked for so many items more than the base list has. */
  concepts: readonly Concept[];
  more: number;
}

/** What is kept of a history between two lists. */
export interface History {
  items: Int32Array;
  context?: Feeds;
  kept: Kept;
}

/** One list, from the history or from what is kept of it. @returns the ten items */
export async function wishedTen(
  { session, model, excluded, concepts, more }: TimedList,
  history: History,
): Promise<number[]> {
  const context = (history.context ??= await session.encode(history.items));
  const person: Steered = {
    excluded,
    kept: history.kept,
    code: () => Promise.reject(new TypeError('a wish needs no code')),
    score: async (edits) => (await session.score(context, edits)).scores,
  };
  const start = await baseScores(model, person);
  const memberships = concepts.map((concept) => model.itemsOf(concept));
  const ten = topK(start, TEN, excluded);
  const wishes = countsIn(ten, memberships).map((held): Counts => {
    const wanted = Math.min(ten.length, held + more);
    return { least: wanted, most: wanted };
  });
  return servedList(concepts, wishes, start, { model, person }, ten);
}

/** Medians over people of their first list, encoder included, and of the one for another wish that follows it. */
export async function timedLists(
  asked: Omit<TimedList, 'excluded'>,
  people: readonly { items: Int32Array; excluded: Membership }[],
): Promise<{ first: number; next: number }> {
  const [first, next]: [number[], number[]] = [[], []];
  for (const [i, { items, excluded }] of people.entries()) {
    const history: History = { items, kept: {} };
    for (const [times, at] of [
      [first, i],
      [next, i + 1],
    ] as const) {
      const concept = asked.concepts[at % asked.concepts.length] as Concept;
      const start = performance.now();
      await wishedTen({ ...asked, excluded, concepts: [concept] }, history);
      times.push(performance.now() - start);
    }
  }
  return { first: median(first), next: median(next) };
}
