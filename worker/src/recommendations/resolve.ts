// From outside ids to what the model knows. What it does not know is reported, never an error: catalogues change nightly.
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';

export interface Resolved {
  known: number[];
  unknown: string[];
}

/** Indices of the items in the order given; each unknown id is reported once. */
export function resolveItems(ids: readonly string[], itemIndex: ReadonlyMap<string, number>): Resolved {
  const known = ids.flatMap((id) => itemIndex.get(id) ?? []);
  const unknown = [...new Set(ids.filter((id) => !itemIndex.has(id)))];
  return { known, unknown };
}

/** Concepts that the model lacks, and whether any that it has is set to something other than 0. */
export function resolveStrengths(
  strengths: Strengths,
  concepts: ReadonlyMap<string, Concept>,
): { unknown: string[]; steers: boolean } {
  const entries = Object.entries(strengths);
  return {
    unknown: entries.filter(([id]) => !concepts.has(id)).map(([id]) => id),
    steers: entries.some(([id, strength]) => strength !== 0 && concepts.has(id)),
  };
}
