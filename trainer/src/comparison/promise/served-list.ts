// A list of ten that keeps wishes, as the Worker makes it: by its functions and its constants.
import type { Counts } from '@trimtab/shared/choice/choosing.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { keptTens } from '@trimtab/shared/promise/kept-tens.ts';
import { leaningTo } from '@trimtab/shared/promise/lean.ts';
import type { Steered, SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { editWidth, total } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';

export const TEN = 10;

/** @param start scores without any wish ∈ [items], and their first ten, if they are known @param wishes one for each concept */
export async function servedList(
  concepts: readonly Concept[],
  wishes: readonly Counts[],
  start: ArrayLike<number>,
  { model, person }: { model: SteeringModel; person: Steered },
  ten: readonly number[] = topK(start, TEN, person.excluded),
): Promise<number[]> {
  const asked = concepts.map((concept, at) => ({ concept, counts: wishes[at] as Counts }));
  const moves = await leaningTo(asked, ten, model, person);
  const [leaning = start] = moves.length > 0 ? await person.score([total(moves, editWidth(model))]) : [];
  const memberships = concepts.map((concept) => model.itemsOf(concept));
  return keptTens({ start, leaning, ten }, { memberships, wishes, excluded: person.excluded }, 1).flat();
}
