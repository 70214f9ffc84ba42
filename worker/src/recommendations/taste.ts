// What the model takes a person for: the concepts that it expects of their next item more than the catalogue has of them.
import type { Taste } from '@trimtab/shared/browse.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import { TEN } from '@trimtab/shared/wishes.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import { byStrength, conceptSummary } from '../catalogue/describe.ts';
import type { Servable } from '../served.ts';
import type { Ask } from './ask.ts';
import { coarse } from './list.ts';
import { personalScores } from './scores.ts';
import { understand } from './understand.ts';

/** A list of the model's own: nothing is steered, filtered or excluded. */
const UNSTEERED: Omit<Ask, 'history'> = {
  steering: { method: 'add', strengths: {} },
  wishes: {},
  never: { concepts: [], attributes: [] },
  exclude: [],
  includeSeen: false,
  profiling: true,
  diversity: 0,
  limit: TEN,
  compare: false,
  explain: false,
  dryRun: false,
};

/**
 * Strongest first, by p·ln(p / q): p the share of the model's probability on the concept's items, q their share in the
 * catalogue.
 *
 * @param history item ids, oldest first
 * @returns null when no item of the history is known, or there is no model to run
 * @throws what the runtime throws
 */
export async function tasteOf(model: Servable, history: readonly string[]): Promise<Taste[] | null> {
  const ask = { ...UNSTEERED, history };
  const understood = await understand(model, ask);
  if (understood.history.length === 0) return null;
  const scores = await personalScores(model, ask, understood);
  if (scores === null) return null;
  const { items } = model.columns;
  const expected = probabilities(scores.unwished, understood.leftOut);
  const base = topK(scores.unwished, TEN, understood.leftOut);
  return byStrength(model.concepts.values())
    .map((concept): Taste => {
      const own = itemsShowing(model, concept);
      return {
        ...conceptSummary(concept),
        expectedShare: Array.from(own).reduce((sum, item) => sum + (expected[item] as number), 0),
        baseShare: shareOf(base, own),
        historyShare: shareOf(understood.history, own),
        catalogueShare: own.size / items,
      };
    })
    .filter(({ expectedShare, catalogueShare }) => expectedShare > catalogueShare)
    .sort((a, b) => divergence(b) - divergence(a))
    .map(rounded);
}

const divergence = ({ expectedShare: p, catalogueShare: q }: Taste): number => p * Math.log(p / q);

/** softmax over the items that may be listed. ∈ [items] */
function probabilities(scores: ArrayLike<number>, leftOut: Membership): Float64Array {
  const weights = Float64Array.from(scores, (score, item) => (leftOut.has(item) ? -Infinity : score));
  const best = weights.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  weights.forEach((score, item) => (total += weights[item] = Math.exp(score - best)));
  return weights.map((weight) => weight / total);
}

const shareOf = (list: readonly number[], own: ReadonlySet<number>): number =>
  list.length === 0 ? 0 : list.filter((item) => own.has(item)).length / list.length;

/** Coarse, as scores are, so that answers do not give the model away. */
function rounded(taste: Taste): Taste {
  const { expectedShare, baseShare, historyShare, catalogueShare } = taste;
  return {
    ...taste,
    expectedShare: coarse(expectedShare),
    baseShare: coarse(baseShare),
    historyShare: coarse(historyShare),
    catalogueShare: coarse(catalogueShare),
  };
}
