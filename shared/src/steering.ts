// From a steering (concept → strength, or → share of the list) to the one edit of latents that the head adds.
import type { Concept } from './concepts.ts';
import { balanced } from './steering-balance.ts';
import type { ConceptEdit, Method } from './steering-methods.ts';
import { boostDirection, boostProbes } from './steering-gradient.ts';
import { addTo, conceptEdit } from './steering-methods.ts';
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
  for (const [concept, strength] of named(strengths, model)) {
    if (strength !== 0) {
      moves.push({ concept, values: await editOf(method, concept, strength, model, person), times: 1 });
    }
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

async function editOf(
  method: Method,
  concept: Concept,
  strength: number,
  model: SteeringModel,
  person: Steered,
): Promise<ConceptEdit> {
  if (method === 'add') return conceptEdit(method, concept, strength);
  if (method !== 'gradient') return conceptEdit(method, concept, strength, { code: await person.code() });
  const probes = boostProbes(concept).map((values) => total([{ concept, values, times: 1 }], model.latents));
  const scores = await person.score(probes);
  const direction = boostDirection(concept, scores, model.itemsOf(concept), person.excluded);
  return conceptEdit(method, concept, strength, { direction });
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
