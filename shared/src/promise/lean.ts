// Leaning towards wishes: before ten items are chosen, scores move a little towards what is wished for, so that the choice
// is among items that fit the wish and leave the rest of the list as it was.
import type { Counts } from '../choice/choosing.ts';
import type { Concept } from '../concepts.ts';
import { leansFor } from '../gradient/personal.ts';
import type { Move, Steered, SteeringModel } from '../steering-moves.ts';
import { topK } from '../top-k.ts';

/** A wish for a concept, as the counts of its items that meet it. */
export interface Asked {
  concept: Concept;
  counts: Counts;
}

/**
 * λ: how far scores lean before the choice, in a boost's units. It stays 0, a plain choice by the scores as they are, until
 * leaning is shown to be better on users of its own (docs/measures.md).
 */
export const LEANING: number = 0;

/**
 * One move of the last state for each wish that the list does not keep yet. There is none where the model has no item
 * table, or where the concept does not say what its latents do. The choice is then by the scores as they are.
 *
 * @param scores that the list would be made of without wishes ∈ [items] @param count how many are chosen
 * @param leaning λ
 */
export async function leaningTo(
  asked: readonly Asked[],
  { scores, count }: { scores: ArrayLike<number>; count: number },
  model: SteeringModel,
  person: Steered,
  leaning = LEANING,
): Promise<Move[]> {
  if (model.table === undefined || leaning === 0) return [];
  const leanFor = leansFor(model, model.table, person);
  const ten = topK(scores, count, person.excluded);
  const moves: Move[] = [];
  for (const { concept, counts } of asked) {
    const items = model.itemsOf(concept);
    const held = ten.filter((item) => items.has(item)).length;
    const side = held < counts.least ? 1 : held > counts.most ? -1 : 0;
    if (side === 0 || concept.lean === undefined) continue;
    const { latents, direction } = await leanFor(concept);
    moves.push({ concept, latents, values: direction.map((value) => side * leaning * value), times: 1 });
  }
  return moves;
}
