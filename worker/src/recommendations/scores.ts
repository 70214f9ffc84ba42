// The scores that a list is ranked by: the model's for a history, or how popular items are.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { baseScores } from '@trimtab/shared/gradient/personal.ts';
import { PREFERENCE } from '@trimtab/shared/promise/kept-tens.ts';
import { leaningTo } from '@trimtab/shared/promise/lean.ts';
import type { Move, Steered, SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { editWidth, total } from '@trimtab/shared/steering-moves.ts';
import { planEdit } from '@trimtab/shared/steering.ts';
import type { SteeringPlan } from '@trimtab/shared/steering-shares.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { TEN } from '@trimtab/shared/wishes.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Encoded } from '../inference/engine.ts';
import type { ScoringEngine } from '../inference/paced-engine.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';
import type { Understood } from './understand.ts';
import { countedWishes } from './wished-list.ts';

export interface Scores {
  /** With the strengths, and leaning towards the wishes. ∈ [items] */
  steered: ArrayLike<number>;
  /** With the strengths alone. ∈ [items] */
  unwished: ArrayLike<number>;
  /** Without the steering; only where a comparison or a wish needs it. ∈ [items] */
  base: ArrayLike<number> | undefined;
  /** What an item gains in the order of its ten for each wish that wants more of it, in units of these scores. */
  preference: number;
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
  ask: Ask,
  understood: Understood,
): Promise<PersonalScores | null> {
  const { history, leftOut, wishes } = understood;
  const { engine, concepts, basis, table, manifest } = model;
  const { latents } = manifest;
  if (engine === null) return null;
  const window = history.slice(-manifest.model.maxLength);
  const encoded = await engine.encode(window);
  const steering = {
    latents,
    concepts,
    basis,
    table,
    itemsOf: (concept: Concept) => itemsShowing(model, concept),
  };
  const person: Steered = {
    code: () => engine.code(encoded, latents),
    score: (edits) => engine.score(encoded, edits),
    excluded: leftOut,
    kept: engine.keptOf(window),
  };
  const plan = await planEdit(ask.steering, steering, person);
  // Unsteered scores of a history are kept with it, so that they need no run of their own.
  const base = ask.compare || wishes.length > 0 ? await baseScores(steering, person) : undefined;
  const [unwished] = plan.moves.length === 0 && base !== undefined ? [base] : await person.score([plan.edit]);
  const hasNumbers = unwished !== undefined && Array.prototype.some.call(unwished, Number.isFinite);
  if (!hasNumbers) throw new TypeError('the head gave no scores that are numbers');
  const moves = base ? await leaningOf(model, ask, understood, { steering, person, unwished, base }) : [];
  // What is asked to be diverse has its order by that.
  const preference = ask.diversity === 0 ? PREFERENCE : 0;
  const found = { unwished, base, preference, engine, window, encoded };
  if (moves.length === 0) return { ...found, steered: unwished, plan };
  const all = [...plan.moves, ...moves];
  const edit = total(all, editWidth(steering));
  const [steered = unwished] = await person.score([edit]);
  return { ...found, steered, plan: { ...plan, edit, moves: all } };
}

interface Leaning {
  steering: SteeringModel;
  person: Steered;
  unwished: ArrayLike<number>;
  base: ArrayLike<number>;
}

/**
 * What moves the last state towards the wishes that the list does not keep by itself; nothing where `diversity` decides the
 * order, for which leaning was not measured.
 */
function leaningOf(
  model: Servable,
  { diversity }: Ask,
  { wishes, leftOut, baseLeftOut }: Understood,
  { steering, person, unwished, base }: Leaning,
): Promise<Move[]> {
  if (diversity > 0) return Promise.resolve([]);
  const ten = topK(unwished, TEN, leftOut);
  const counted = countedWishes(model, { wishes, base, diversity, baseLeftOut }, ten.length);
  const asked = counted.flatMap(({ concept: id, asked: wish, counts }) => {
    const concept = model.concepts.get(id);
    return concept === undefined || wish === 'never' ? [] : [{ concept, counts }];
  });
  return leaningTo(asked, ten, steering, person);
}

/** An item's share of the most popular one's interactions. Wishes leave their order: these are no choice probabilities. */
export function popularScores({ columns: { counts } }: Servable): Scores {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const steered = Float64Array.from(counts, (count) => count / most);
  return { steered, unwished: steered, base: steered, preference: 0 };
}
