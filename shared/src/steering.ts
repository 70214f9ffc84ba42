// From a steering (concept → strength, or → share of the list) to the one edit of latents that the head adds.
import type { Basis, Concept } from './concepts.ts';
import { balanced } from './steering-balance.ts';
import { basisEffects, boostDirection, ownBasis, shareGains } from './steering-gradient.ts';
import type { Method } from './steering-methods.ts';
import { addTo, conceptEdit, gradientEdit } from './steering-methods.ts';
import type { Move, Steered, SteeringModel } from './steering-moves.ts';
import { total } from './steering-moves.ts';
import type { SteeringPlan } from './steering-shares.ts';
import { meetTargets } from './steering-shares.ts';

/** Concept id → strength in [-1, 1]. */
export type Strengths = Readonly<Record<string, number>>;

export interface Steering {
  method: Method;
  strengths: Strengths;
  /** Concept id → share of the first ten that its items shall take, on top of what strengths ask for. */
  targets?: Readonly<Record<string, number>>;
}

/**
 * The edit of a whole steering. One concept by `add` needs no run of the head. Several are balanced (`balanced`), and
 * targets are then met in turn on top of them.
 *
 * @throws RangeError when a concept names a latent the autoencoder does not have
 */
export async function planEdit(
  { method, strengths, targets = {} }: Steering,
  model: SteeringModel,
  person: Steered,
): Promise<SteeringPlan> {
  const moves: Move[] = [];
  const moveBy = movesBy(method, model, person);
  for (const [concept, strength] of named(strengths, model)) {
    if (strength !== 0) moves.push(await moveBy(concept, strength));
  }
  const start = moves.length > 1 ? await balanced(moves, model, person) : moves;
  const asked = named(targets, model);
  if (asked.length > 0) return meetTargets(start, asked, model, person);
  return { edit: total(start, model.latents), moves: start, targets: [] };
}

function named(record: Readonly<Record<string, number>>, { concepts }: SteeringModel): [Concept, number][] {
  return Object.entries(record).flatMap(([id, value]): [Concept, number][] => {
    const concept = concepts.get(id);
    return concept === undefined ? [] : [[concept, value]];
  });
}

type MoveBy = (concept: Concept, strength: number) => Promise<Move>;

function movesBy(method: Method, model: SteeringModel, person: Steered): MoveBy {
  if (method === 'gradient') return gradientMoves(model, person);
  return async (concept, strength) => {
    const code = method === 'add' ? [] : await person.code();
    const values = conceptEdit(method, concept, strength, code);
    return { concept, latents: concept.latents, values, times: 1 };
  };
}

/** What a model's basis does to the person's scores and to the concepts' shares is found once, for all concepts. */
function gradientMoves(model: SteeringModel, person: Steered): MoveBy {
  const attributes = [...model.concepts.values()].filter(({ attribute }) => attribute !== null);
  const along = async (basis: Basis) => {
    const effects = await basisEffects(basis, model.latents, person);
    return { effects, gains: attributes.map((one) => shareGains(effects, model.itemsOf(one))) };
  };
  let common: ReturnType<typeof along> | undefined;
  return async (concept, strength) => {
    const { basis } = model;
    const { effects, gains } = await (basis ? (common ??= along(basis)) : along(ownBasis(concept)));
    const others = gains.filter((_, i) => attributes[i]?.id !== concept.id);
    const direction = boostDirection(effects, model.itemsOf(concept), others);
    const values = gradientEdit(concept, strength, direction);
    return { concept, latents: basis ?? concept.latents, values, times: 1 };
  };
}

/** The edit of `add` without balancing: what needs no run of the head. */
export function editFromStrengths(
  strengths: Strengths,
  concepts: ReadonlyMap<string, Concept>,
  latents: number,
): Float32Array {
  const edit = new Float32Array(latents);
  for (const [id, strength] of Object.entries(strengths)) {
    const concept = concepts.get(id);
    if (concept !== undefined && strength !== 0) addTo(edit, concept, conceptEdit('add', concept, strength));
  }
  return edit;
}
