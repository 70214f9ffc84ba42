// Leaning towards wishes: before ten items are chosen, scores move a little towards what is wished for, so that the choice
// is among items that fit the wish and leave the rest of the list as it was.
import type { Counts } from '../choice/choosing.ts';
import type { Concept } from '../concepts.ts';
import type { PersonalDirection } from '../gradient/personal.ts';
import { leansFor } from '../gradient/personal.ts';
import type { Move, Steered, SteeringModel } from '../steering-moves.ts';
import { at } from '../look-up.ts';
import { sidesOf } from './sides.ts';

/** A wish for a concept, as the counts of its items that meet it. */
export interface Asked {
  concept: Concept;
  counts: Counts;
}

/** λ: how far scores lean before the choice, in a boost's units; 0 is a quota. Chosen on validation users. */
export const LEANING = 0.375;

/**
 * One move of the last state for each wish that the list does not keep yet. There is none where the model has no item
 * table, or where the concept does not say what its latents do. The choice is then by the scores as they are.
 *
 * @param ten the list without wishes
 * @param leaning λ
 */
export async function leaningTo(
  asked: readonly Asked[],
  ten: readonly number[],
  model: SteeringModel,
  person: Steered,
  leaning = LEANING,
): Promise<Move[]> {
  if (model.table === undefined || leaning === 0) return [];
  const leanFor = leansFor(model, model.table, person);
  const sides = sidesOf(
    ten,
    asked.map(({ concept }) => model.itemsOf(concept)),
    asked.map(({ counts }) => counts),
  );
  const moves: Move[] = [];
  for (const [wish, { concept }] of asked.entries()) {
    const side = at(sides, wish);
    if (side === 0 || concept.lean === undefined) continue;
    moves.push(leaned(concept, await leanFor(concept), side * leaning));
  }
  return moves;
}

/** The move along a person's direction. @param size λ, below 0 to lean away */
export const leaned = (concept: Concept, { latents, direction }: PersonalDirection, size: number): Move => ({
  concept,
  latents,
  values: direction.map((value) => size * value),
  times: 1,
});
