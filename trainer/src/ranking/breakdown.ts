// For whom a ranking is good, and what its lists are like: quartiles of users and targets, diversity, popularity.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { cosine } from '../math/cosine.ts';
import { mean } from '../math/mean.ts';
import { quantile } from '../math/quantile.ts';
import { ndcg10Of } from './ranking.ts';

/** What ranking one user came to. */
export interface RankedUser {
  historyLength: number;
  target: number;
  rank: number;
  /** The first ten items. */
  list: readonly number[];
}

/** Users whose value (history length, popularity of the target) lies within from … to. */
export interface RankingGroup {
  from: number;
  to: number;
  users: number;
  hr10: number;
  ndcg10: number;
}

export interface RankingBreakdown {
  byHistoryLength: RankingGroup[];
  /** By training interactions of the target. */
  byTargetPopularity: RankingGroup[];
  /** mean over lists of 1 - mean pairwise cosine of the items' attribute vectors; absent where nothing has any. */
  diversity10?: number;
  /** Mean training interactions of a listed item ÷ those of a target: above 1, lists lean to the popular. */
  popularityBias10?: number;
}

export function rankingBreakdown(
  users: readonly RankedUser[],
  { counts, itemAttributes }: Pick<Catalogue, 'counts' | 'itemAttributes'>,
): RankingBreakdown {
  const popularityOf = (item: number): number => at(counts, item);
  const listed = mean(users.flatMap(({ list }) => list.map(popularityOf)));
  const wanted = mean(users.map(({ target }) => popularityOf(target)));
  const hasAttributes = itemAttributes.some((attributes) => attributes.length > 0);
  const diversities = users
    .filter(({ list }) => list.length > 1)
    .map(({ list }) => diversityOf(list.map((item) => at(itemAttributes, item))));
  return {
    byHistoryLength: quartiles(users, ({ historyLength }) => historyLength),
    byTargetPopularity: quartiles(users, ({ target }) => popularityOf(target)),
    ...(hasAttributes && diversities.length > 0 ? { diversity10: mean(diversities) } : {}),
    ...(wanted > 0 ? { popularityBias10: listed / wanted } : {}),
  };
}

/** Four groups between the quartiles of the value, equal values together; a group that nobody is in is left out. */
function quartiles(users: readonly RankedUser[], valueOf: (user: RankedUser) => number): RankingGroup[] {
  const sorted = users.map(valueOf).sort((a, b) => a - b);
  const edges = [-Infinity, ...[0.25, 0.5, 0.75].map((q) => quantile(sorted, q)), Infinity];
  return [0, 1, 2, 3].flatMap((q) => {
    const [above, upTo] = [at(edges, q), at(edges, q + 1)];
    const group = users.filter((user) => valueOf(user) > above && valueOf(user) <= upTo);
    const values = sorted.filter((value) => value > above && value <= upTo);
    const [from, to] = [values[0], values.at(-1)];
    if (from === undefined || to === undefined) return [];
    const hr10 = mean(group.map(({ rank }) => (rank <= 10 ? 1 : 0)));
    return [{ from, to, users: group.length, hr10, ndcg10: mean(group.map(({ rank }) => ndcg10Of(rank))) }];
  });
}

/** 1 - mean cosine over pairs of lists of attributes, each a vector of zeros and ones; one without is like no other. */
export function diversityOf(list: readonly (readonly number[])[]): number {
  const present = [...new Set(list.flat())];
  const vectors = list.map((attributes) =>
    present.map((attribute) => (attributes.includes(attribute) ? 1 : 0)),
  );
  return 1 - mean(vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => cosine(a, b))));
}
