// From outside ids to what the model knows. What it does not know is reported, never an error: catalogues change nightly.
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';

export interface Resolved {
  known: number[];
  unknown: string[];
}

/** Indices in the order of the ids; each unknown id is reported once. */
export function resolveIds(ids: readonly string[], index: ReadonlyMap<string, number>): Resolved {
  const known = ids.flatMap((id) => index.get(id) ?? []);
  const unknown = [...new Set(ids.filter((id) => !index.has(id)))];
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
