// Target shares: how many people's lists reach a share that was asked for by an edit alone, and what it costs beside a quota.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { inOrderOf, shareOf } from '@trimtab/shared/steering-shares.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { planEdit } from '@trimtab/shared/steering.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { mean } from '../math/mean.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';
import type { BenchUser, SteeringBench } from '../steering/bench.ts';
import type { PeopleOptions, Person } from '../steering/people.ts';
import { eachPerson } from '../steering/people.ts';
import { enforceQuota } from './by-labels.ts';

/** Asked for beyond each user's own share. */
export const RAISES = [0.1, 0.2, 0.3];

export interface TargetFigures {
  /** Share of users (and concepts, and raises) whose list has at least the share asked for. */
  reachableShare: number;
  /** Mean distance of the share from the one asked for, which a list of ten can meet exactly. */
  absoluteError: number;
  /** NDCG@10 of these lists, and of greedy quota re-ranking with the same share. */
  ndcg10: number;
  quotaNdcg10: number;
}

export interface TargetOptions extends Pick<PeopleOptions, 'decode'> {
  model: SteeringModel;
  concepts: readonly Concept[];
}

/** All users of the bench, every concept, at their own share + 10, 20 and 30 points where there is room. */
export async function targetFigures(
  bench: SteeringBench,
  { model, concepts, decode }: TargetOptions,
): Promise<TargetFigures> {
  const kept = bench.held.map(() => ({}));
  const outcomes: Outcome[] = [];
  for (const concept of concepts) {
    const people = await eachPerson(bench, { decode, kept }, (person, user) =>
      outcomesOf(model, concept, person, user),
    );
    outcomes.push(...people.flat());
  }
  return {
    reachableShare: mean(outcomes.map(({ reached }) => (reached ? 1 : 0))),
    absoluteError: mean(outcomes.map(({ share, wanted }) => Math.abs(share - wanted))),
    ndcg10: mean(outcomes.map(({ ndcg10 }) => ndcg10)),
    quotaNdcg10: mean(outcomes.map(({ quotaNdcg10 }) => quotaNdcg10)),
  };
}

interface Outcome {
  wanted: number;
  share: number;
  reached: boolean;
  ndcg10: number;
  quotaNdcg10: number;
}

async function outcomesOf(
  model: SteeringModel,
  concept: Concept,
  person: Person,
  user: BenchUser,
): Promise<Outcome[]> {
  const items = model.itemsOf(concept);
  const outcomes: Outcome[] = [];
  for (const raise of RAISES) {
    const { base, steered } = await steeredToShare(model, concept, person, raise);
    const wanted = shareOf(base, items, person.excluded) + raise;
    const share = shareOf(steered, items, person.excluded);
    if (wanted > 1 + 1e-9) continue;
    const quota = Float32Array.from(base);
    enforceQuota(quota, items, user.excluded, Math.round(10 * share));
    outcomes.push({
      wanted,
      share,
      reached: share > wanted - 0.005, // shares are counts over ten: half of a hundredth is rounding
      ndcg10: ndcg10At(steered, user),
      quotaNdcg10: ndcg10At(quota, user),
    });
  }
  return outcomes;
}

/** Scores by which the first ten have the share, in the order of the unsteered ones: what `targetShare` was before choices. */
export async function steeredToShare(
  model: SteeringModel,
  concept: Concept,
  person: Person,
  raise: number,
): Promise<{ base: ArrayLike<number>; steered: Float32Array }> {
  const { kept, excluded } = person;
  const [base] = kept.base ? [kept.base] : await person.score([new Float32Array(model.latents)]);
  if (base === undefined) throw new RangeError('a run of the head gave no scores');
  kept.base = base;
  const wanted = shareOf(base, model.itemsOf(concept), excluded) + raise;
  const { edit } = await planEdit(
    { method: 'add', strengths: {}, targets: { [concept.id]: Math.min(1, wanted) } },
    model,
    person,
  );
  const [scores = base] = await person.score([edit]);
  return { base, steered: inOrderOf(base, scores, excluded) };
}

/** The rank is counted only where it can be among the first ten. */
function ndcg10At(scores: ArrayLike<number>, { target, excluded }: BenchUser): number {
  const list = topK(scores, 10, excluded);
  if (!list.includes(target) && !excluded.has(target)) return 0;
  return ndcg10Of(rankOf(Float32Array.from(scores), target, excluded));
}
