// A list of ten that keeps wishes, as the Worker makes it: by its functions and its constants.
import type { Counts } from '@trimtab/shared/choice/choosing.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { keptTens } from '@trimtab/shared/promise/kept-tens.ts';
import { leaningTo } from '@trimtab/shared/promise/lean.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { editWidth, total } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Person } from '../../steering/people.ts';

export const TEN = 10;

/** @param start scores without any wish ∈ [items] @param wishes one for each concept */
export async function servedList(
  concepts: readonly Concept[],
  wishes: readonly Counts[],
  start: ArrayLike<number>,
  { model, person }: { model: SteeringModel; person: Person },
): Promise<number[]> {
  const asked = concepts.map((concept, at) => ({ concept, counts: wishes[at] as Counts }));
  const ten = topK(start, TEN, person.excluded);
  const moves = await leaningTo(asked, ten, model, person);
  const [leaning = start] = moves.length > 0 ? await person.score([total(moves, editWidth(model))]) : [];
  const memberships = concepts.map((concept) => model.itemsOf(concept));
  return keptTens({ start, leaning, ten }, { memberships, wishes, excluded: person.excluded }, 1).flat();
}
