// What a list is made from, and what can make one.
import type { Filter } from '@trimtab/shared/api.ts';
import type { Steering } from '@trimtab/shared/steering.ts';
import type { ServedItems, LoadedModel } from '../artifacts/loaded-model.ts';
import type { Engine } from '../inference/engine.ts';

/** One history and what is wanted of it, in outside ids; presets are applied already. */
export interface Ask {
  /** Item ids, oldest first. */
  history: readonly string[];
  steering: Required<Steering>;
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

/** A loaded model, or as much of one as could be read: without graphs only popular lists can be made. */
export type Servable = ServedItems &
  Pick<LoadedModel, 'manifest' | 'concepts'> &
  Partial<Pick<LoadedModel, 'basis'>> & { engine: Engine | null };
