// Tonight's targets, by ids that both versions can look up, and what is known of the people whose they are.
import { at } from '@trimtab/shared/look-up.ts';
import type { Dataset } from '../data/dataset.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';

export interface Target {
  person: number;
  /** Item ids, oldest first. */
  history: readonly string[];
  target: string;
  /** Ids that the ranking leaves out. */
  excluded: readonly string[];
  /** Seconds since 1970 of the person's first interaction; null where there are no times. */
  since: number | null;
}

/** @param most drawn by the seed where there are more */
export function targetsOf(data: Dataset, most: number, seed: number): Target[] {
  const { ids } = data.catalogue;
  const named = (items: Int32Array): string[] => Array.from(items, (item) => at(ids, item));
  return heldOutUsers(data, 'test', most, seed).map(({ user, history, target, excluded }) => {
    const names = named(history);
    return {
      person: user,
      history: names,
      target: at(ids, target),
      excluded: excluded === history ? names : named(excluded),
      since: data.times === null ? null : at(data.times, at(data.offsets, user)),
    };
  });
}
