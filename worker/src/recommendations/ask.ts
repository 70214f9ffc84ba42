// What a list is made from.
import type { Filter } from '@trimtab/shared/api.ts';
import type { Steering } from '@trimtab/shared/steering.ts';
import type { ListWishes } from '@trimtab/shared/wishes.ts';

/** One history and what is wanted of it, in outside ids; presets are applied already. */
export interface Ask {
  /** Item ids, oldest first. */
  history: readonly string[];
  /** Strengths, which change scores. */
  steering: Pick<Steering, 'method' | 'strengths'>;
  /** What the list itself shall be like, whatever the scores. */
  wishes: ListWishes;
  /** Hard exclusions. */
  never: { concepts: readonly string[]; attributes: readonly string[] };
  exclude: readonly string[];
  filter?: Filter;
  includeSeen: boolean;
  profiling: boolean;
  diversity: number;
  limit: number;
  cursor?: string;
  compare: boolean;
  explain: boolean;
  dryRun: boolean;
}
