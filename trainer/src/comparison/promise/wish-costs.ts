// metrics.wishCosts: what a single wish costs, for each concept, by how many items of ten it changes.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { baseScores } from '@trimtab/shared/gradient/personal.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { relativeLoss } from '../../concepts/safe-range.ts';
import { mean } from '../../math/mean.ts';
import { ndcg10Of } from '../../ranking/ranking.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import { eachPerson } from '../../steering/people.ts';
import { servedList, TEN } from './served-list.ts';

type WishCostCurves = NonNullable<Metrics['wishCosts']>['concepts'];

/** Items of ten that a list shall have more than without the wish; below 0, fewer. */
const CHANGES = [-2, -1, 1, 2, 3, 5] as const;

/** Of fewer people, whose next item one list in three names, nothing can be said. */
const FEWEST_PEOPLE = 30;

/** Two-sided 95% of a normal distribution, in standard errors. */
const INTERVAL = 1.96;

/** The page reads all of it before it shows anything, and nobody reads more digits. */
const keptAfter = (lost: number): number => Number((1 - lost).toFixed(4));

/** NDCG@10 of the same people, with and without the wish. */
interface Pairs {
  base: number[];
  wished: number[];
}

export class WishCosts {
  readonly #pairs = new Map<string, Map<number, Pairs>>();

  /** Adds the people of a bench at the hook `final`, each with every wish that a list of theirs can keep. */
  async add(bench: SteeringBench, model: SteeringModel, concepts: readonly Concept[]): Promise<void> {
    await eachPerson(bench, { decode: (edit) => edit }, async (person, { target, excluded }) => {
      const scores = await baseScores(model, person);
      const ten = topK(scores, TEN, excluded);
      const base = ndcg10At(ten, target);
      for (const concept of concepts) {
        const items = model.itemsOf(concept);
        const held = ten.filter((item) => items.has(item)).length;
        const open = [...items].filter((item) => !excluded.has(item)).length;
        for (const change of CHANGES) {
          const wanted = held + change;
          if (wanted < 0 || wanted > Math.min(ten.length, open)) continue;
          const wish = { least: wanted, most: wanted };
          const list = await servedList([concept], [wish], scores, { model, person });
          this.#addPair(concept.id, change, base, ndcg10At(list, target));
        }
      }
    });
  }

  /** By concept, by rising change. A change that too few people's lists can keep is left out. */
  curves(): WishCostCurves {
    const curves: WishCostCurves = {};
    for (const [concept, byChange] of this.#pairs) {
      const points = CHANGES.flatMap((change) => {
        const { base, wished } = byChange.get(change) ?? { base: [], wished: [] };
        if (base.length < FEWEST_PEOPLE || mean(base) <= 0) return [];
        const loss = relativeLoss(base, wished, INTERVAL);
        return {
          change,
          users: loss.users,
          kept: keptAfter(loss.mean),
          low: keptAfter(loss.high),
          high: keptAfter(loss.low),
        };
      });
      if (points.length > 0) curves[concept] = points;
    }
    return curves;
  }

  #addPair(concept: string, change: number, base: number, wished: number): void {
    const byChange = this.#pairs.get(concept) ?? new Map<number, Pairs>();
    this.#pairs.set(concept, byChange);
    const pairs = byChange.get(change) ?? { base: [], wished: [] };
    byChange.set(change, pairs);
    pairs.base.push(base);
    pairs.wished.push(wished);
  }
}

function ndcg10At(list: readonly number[], target: number): number {
  const place = list.indexOf(target);
  return place < 0 ? 0 : ndcg10Of(place + 1);
}
