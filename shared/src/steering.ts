// From a steering (concept → strength, or → share of the list) to the one edit of latents that the head adds.
import type { Concept } from './concepts.ts';
import { balanced } from './steering-balance.ts';
import type { DirectionFor } from './gradient/personal.ts';
import { directionsFor } from './gradient/personal.ts';
import type { Method } from './steering-methods.ts';
import { addTo, calibrationOf, conceptEdit, gradientEdit, looksAtCode } from './steering-methods.ts';
import type { Move, Steered, SteeringModel } from './steering-moves.ts';
import { editWidth, total } from './steering-moves.ts';
import type { Lines, SteeringPlan } from './steering-shares.ts';
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
  const directionFor = directionsFor(model, person);
  const moveBy = movesBy(method, directionFor, person);
  for (const [concept, strength] of named(strengths, model)) {
    if (strength !== 0) moves.push(await moveBy(concept, strength));
  }
  const start = moves.length > 1 ? await balanced(moves, model, person) : moves;
  const asked = named(targets, model);
  if (asked.length > 0) return meetTargets(start, asked, linesBy(directionFor, model), model, person);
  return { edit: total(start, editWidth(model)), moves: start, targets: [] };
}

function named(record: Readonly<Record<string, number>>, { concepts }: SteeringModel): [Concept, number][] {
  return Object.entries(record).flatMap(([id, value]): [Concept, number][] => {
    const concept = concepts.get(id);
    return concept === undefined ? [] : [[concept, value]];
  });
}

type MoveBy = (concept: Concept, strength: number) => Promise<Move>;

function movesBy(method: Method, directionFor: DirectionFor, person: Steered): MoveBy {
  if (method === 'gradient') {
    return async (concept, strength) => {
      const { latents, direction } = await directionFor(concept);
      return { concept, latents, values: gradientEdit(concept, strength, direction), times: 1 };
    };
  }
  return async (concept, strength) => {
    const code = looksAtCode(method) ? await person.code() : [];
    const values = conceptEdit(method, concept, strength, code);
    return { concept, latents: concept.latents, values, times: 1 };
  };
}

/** Where targets are sought: along the person's own direction, where the model has a basis, and along the weights. */
const linesBy =
  (directionFor: DirectionFor, { basis, table }: SteeringModel) =>
  async (concept: Concept): Promise<Lines> => {
    const { latents, calibration } = concept;
    const weights = { latents, values: Float64Array.from(latents, ({ weight }) => weight), calibration };
    if (basis === undefined && table === undefined) return [weights];
    const { latents: moved, direction } = await directionFor(concept);
    const own = { latents: moved, values: direction, calibration: calibrationOf(concept, 'gradient') };
    return direction.some((value) => value !== 0) ? [own, weights] : [weights];
  };

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
