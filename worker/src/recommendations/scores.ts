// The scores that a list is ranked by: the model's for a history, or how popular items are.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { planEdit } from '@trimtab/shared/steering.ts';
import type { SteeringPlan } from '@trimtab/shared/steering-shares.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Encoded } from '../inference/engine.ts';
import type { ScoringEngine } from '../inference/paced-engine.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';
import type { Understood } from './understand.ts';

export interface Scores {
  /** ∈ [items] */
  steered: ArrayLike<number>;
  /** Without the steering; only where a comparison or a wish needs it. ∈ [items] */
  base: ArrayLike<number> | undefined;
}

/** One person's scores, and what they came from. */
export interface PersonalScores extends Scores {
  engine: ScoringEngine;
  /** The newest items of the history that fit the model, oldest first. */
  window: readonly number[];
  encoded: Encoded;
  plan: SteeringPlan;
}

/**
 * @returns null when there are no graphs to run
 * @throws what the runtime throws, and TypeError when what it gives are no scores
 */
export async function personalScores(
  model: Servable,
  { steering, compare }: Ask,
  { history, leftOut, wishes }: Understood,
): Promise<PersonalScores | null> {
  const { engine, concepts, basis, table, manifest } = model;
  const { latents } = manifest;
  if (engine === null) return null;
  const window = history.slice(-manifest.model.maxLength);
  const encoded = await engine.encode(window);
  const steered = {
    latents,
    concepts,
    basis,
    table,
    itemsOf: (concept: Concept) => itemsShowing(model, concept),
  };
  const plan = await planEdit(steering, steered, {
    code: () => engine.code(encoded, latents),
    score: (edits) => engine.score(encoded, edits),
    excluded: leftOut,
    kept: engine.keptOf(window),
  });
  const needsBase = compare || wishes.length > 0;
  const edits = needsBase ? [plan.edit, new Float32Array(plan.edit.length)] : [plan.edit];
  const [first, base] = await engine.score(encoded, edits);
  if (!first?.some(Number.isFinite)) throw new TypeError('the head gave no scores that are numbers');
  return { steered: first, base, engine, window, encoded, plan };
}

/** An item's share of the most popular one's interactions. */
export function popularScores({ columns: { counts } }: Servable): Scores {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const steered = Float64Array.from(counts, (count) => count / most);
  return { steered, base: steered };
}
