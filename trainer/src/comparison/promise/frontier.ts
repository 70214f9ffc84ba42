// All ways of bringing lists to a share, over people, concepts and shares: what each costs at the same share.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { baseScores } from '@trimtab/shared/gradient/personal.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { PairedDifference } from '../../ranking/paired-bootstrap.ts';
import { pairedBootstrap } from '../../ranking/paired-bootstrap.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import type { PeopleOptions } from '../../steering/people.ts';
import { eachPerson } from '../../steering/people.ts';
import type { Sums, WayFigures } from './list-figures.ts';
import { ListSums } from './list-figures.ts';
import { listsOf, SERVED } from './ways.ts';

/** Items asked for beyond those of each person's own ten. */
export const RAISES = [1, 2, 3] as const;

export interface FrontierOptions extends Pick<PeopleOptions, 'decode'> {
  model: SteeringModel;
  concepts: readonly Concept[];
  catalogue: Pick<Catalogue, 'attributes' | 'itemAttributes'>;
  /** P(item has the concept), by a classifier of item vectors. ∈ [items] */
  chancesOf: (concept: Concept) => ArrayLike<number>;
}

export interface FrontierPoint extends WayFigures {
  /** What is served, less this way: paired over users, 95%. */
  ndcg10Behind: PairedDifference;
  alignedNdcg10Behind: PairedDifference;
}

/** Sums of each way, and of `base`: those people's lists as they were. */
export type FrontierSums = Map<string, ListSums>;

/**
 * Adds the people of a bench at the hook `final`.
 *
 * @param first the number of its first user among all
 * @param more further ways for the same people, by the place in the bench: lists for a concept and a raise
 */
export async function addPeople(
  sums: FrontierSums,
  bench: SteeringBench,
  { model, concepts, catalogue, chancesOf, decode }: FrontierOptions,
  { first, users }: { first: number; users: number },
): Promise<void> {
  const attributes = new Map(catalogue.attributes.map(({ id }, at) => [id, at]));
  await eachPerson(bench, { decode }, async (person, { target, place }) => {
    const base = await baseScores(model, person);
    const ten = topK(base, 10, person.excluded);
    for (const concept of concepts) {
      const items = model.itemsOf(concept);
      const held = ten.filter((item) => items.has(item)).length;
      const open = [...items].filter((item) => !person.excluded.has(item)).length;
      const own = attributes.get(concept.attribute ?? '') ?? -1;
      for (const raise of RAISES) {
        const wanted = held + raise;
        if (wanted > Math.min(ten.length, open)) continue;
        const asked = { person, model, concept, base, wanted, chances: chancesOf(concept) };
        for (const [way, list] of [['base', ten] as const, ...(await listsOf(asked))]) {
          const known = sums.get(way) ?? new ListSums(catalogue, users);
          sums.set(way, known);
          known.add(`${concept.id} +${raise}`, own, items, { user: first + place, base: ten, list, target });
        }
      }
    }
  });
}

/** @param seed of the resamples */
export function frontierOf(sums: FrontierSums, seed: number): Record<string, FrontierPoint> {
  const served = sums.get(SERVED);
  if (served === undefined) throw new RangeError('there is nobody whose list could be brought to a share');
  return Object.fromEntries(
    [...sums].map(([way, own]) => [
      way,
      {
        ...own.figures(),
        ndcg10Behind: difference(served.all, own.all, seed),
        alignedNdcg10Behind: difference(served.aligned, own.aligned, seed),
      },
    ]),
  );
}

/** Whole users are drawn, each with all of their wishes. */
function difference(a: Sums, b: Sums, seed: number): PairedDifference {
  const users = [...a.counts.keys()].filter((user) => (a.counts[user] as number) > 0);
  if (users.length === 0) return { difference: 0, low: 0, high: 0 };
  const rankings = users.reduce((sum, user) => sum + (a.counts[user] as number), 0);
  const of = ({ sums }: Sums): number[] => users.map((user) => sums[user] as number);
  const paired = pairedBootstrap(of(a), of(b), { seed });
  const times = users.length / rankings;
  return {
    difference: paired.difference * times,
    low: paired.low * times,
    high: paired.high * times,
  };
}
