// Target shares: how many people's lists reach a share that was asked for, and what it costs beside a quota.
import { inOrderOf } from '@trimtab/shared/steering-shares.ts';
import { narrow, startTarget, type TargetSearch } from '@trimtab/shared/steering-target.ts';
import * as tf from '@tensorflow/tfjs-core';
import { enforceQuota } from './by-labels.ts';
import type { SteeringBench } from '../steering/bench.ts';
import { mean } from '../math/mean.ts';

/** Asked for beyond each user's own share. */
const RAISES = [0.1, 0.2, 0.3];

export interface TargetConcept {
  items: ReadonlySet<number>;
  /** Where the share is sought, as it is served: along the first line, and where that does not reach it along the next. */
  lines: readonly TargetLine[];
}

export interface TargetLine {
  /** What a size of 1 adds to the hidden state of a user, by the place in the bench. ∈ [d] */
  direction: (user: number) => Float32Array;
  /** Size of strength 1. */
  calibration: { up: number; down: number };
}

export interface TargetFigures {
  /** Share of users (and concepts, and raises) whose list has at least the share asked for. */
  reachableShare: number;
  /** Mean distance of the share from the one asked for, which a list of ten can meet exactly. */
  absoluteError: number;
  /** NDCG@10 of these lists, and of greedy quota re-ranking with the same share. */
  ndcg10: number;
  quotaNdcg10: number;
}

/** All users of the bench, every concept, at their own share + 10, 20 and 30 points where there is room. */
export async function targetFigures(
  bench: SteeringBench,
  concepts: readonly TargetConcept[],
): Promise<TargetFigures> {
  const outcomes: Outcome[] = [];
  const order: Float32Array[] = [];
  const base = (await bench.run(undefined, (scores, { place }) => (order[place] = scores.slice()))).lists;
  for (const concept of concepts) {
    const shares = sharesOf(base, concept.items);
    for (const raise of RAISES) outcomes.push(...(await meet(bench, concept, { shares, order }, raise)));
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

interface Unsteered {
  /** Of each user's own list. */
  shares: readonly number[];
  /** Scores of each user. ∈ [items] */
  order: readonly Float32Array[];
}

async function meet(
  bench: SteeringBench,
  { items, lines }: TargetConcept,
  { shares: base, order }: Unsteered,
  raise: number,
): Promise<Outcome[]> {
  const wanted = base.map((share) => share + raise);
  let found: Found[] = base.map((share) => ({ reached: false, share, size: 0, direction: undefined }));
  for (const { direction, calibration } of lines) {
    let searches = base.map((share, user) =>
      startTarget(found[user]?.reached ? share : (wanted[user] ?? 0), share, calibration),
    );
    while (searches.some(({ sizes }) => sizes.length > 0)) {
      searches = await nextRound(bench, items, direction, searches);
    }
    found = found.map((before, user) => {
      const { best } = searches[user] as TargetSearch;
      return before.reached || !(best.reached || best.share > before.share) ? before : { ...best, direction };
    });
  }
  const steered = await bench.run(
    sizesChange(
      (user) => found[user]?.direction?.(user),
      found.map(({ size }) => size),
    ),
    (scores, { place, excluded }) => scores.set(inOrderOf(order[place] ?? [], scores, excluded)),
  );
  const shares = sharesOf(steered.lists, items);
  const quota = await bench.run(undefined, (scores, { place, excluded }) =>
    enforceQuota(scores, items, excluded, Math.round(10 * (shares[place] ?? 0))),
  );
  return base.flatMap((share, user): Outcome[] =>
    share + raise > 1 + 1e-9
      ? []
      : [
          {
            wanted: wanted[user] ?? 0,
            share: shares[user] ?? 0,
            reached: found[user]?.reached ?? false,
            ndcg10: steered.ndcg10[user] ?? 0,
            quotaNdcg10: quota.ndcg10[user] ?? 0,
          },
        ],
  );
}

/** The best edit of a user so far, and the line that it lies on. */
interface Found {
  reached: boolean;
  share: number;
  size: number;
  direction: TargetLine['direction'] | undefined;
}

/** One round for all users at once: the i-th run tries the i-th size of each. */
async function nextRound(
  bench: SteeringBench,
  items: ReadonlySet<number>,
  direction: TargetLine['direction'],
  searches: readonly TargetSearch[],
): Promise<TargetSearch[]> {
  const tries = Math.max(...searches.map(({ sizes }) => sizes.length));
  const shares: number[][] = searches.map(() => []);
  for (let i = 0; i < tries; i++) {
    const { lists } = await bench.run(
      sizesChange(
        direction,
        searches.map(({ sizes }) => sizes[i] ?? 0),
      ),
    );
    sharesOf(lists, items).forEach((share, user) => shares[user]?.push(share));
  }
  return searches.map((search, user) =>
    search.sizes.length === 0 ? search : narrow(search, (shares[user] ?? []).slice(0, search.sizes.length)),
  );
}

const sharesOf = (lists: readonly number[][], items: ReadonlySet<number>): number[] =>
  lists.map((list) => list.filter((item) => items.has(item)).length / Math.max(1, list.length));

/** Each user's own size times the user's direction. */
const sizesChange =
  (direction: (user: number) => Float32Array | undefined, sizes: readonly number[]) =>
  (hidden: tf.Tensor2D, first: number): tf.Tensor2D => {
    const [users, d] = hidden.shape;
    const moved = new Float32Array(users * d);
    for (let row = 0; row < users; row++) {
      const user = first + row;
      const size = sizes[user] ?? 0;
      direction(user)?.forEach((value, i) => (moved[row * d + i] = size * value));
    }
    return tf.tensor2d(moved, [users, d]);
  };
