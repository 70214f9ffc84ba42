// One person's directions: found once for a history, and kept with it for whatever is steered next.
import type { Concept } from '../concepts.ts';
import type { EditedLatents } from '../steering-methods.ts';
import type { Steered, SteeringModel } from '../steering-moves.ts';
import { editWidth } from '../steering-moves.ts';
import { boostDirection, heldDirection } from './direction.ts';
import type { Effects } from './effects.ts';
import { basisEffects, likeliestItems, ownBasis, stateEffects } from './effects.ts';
import type { ItemTable } from './item-table.ts';
import { likeliestOwn, ownAmong, placesOf } from './own-items.ts';

/** What is found of a history by whoever asks first; it belongs to the model that it was found with. */
export interface Kept {
  /** Unsteered scores ∈ [items] */
  base?: ArrayLike<number>;
  /** By edits of a basis of latents, and of the last state. */
  ofBasis?: Found;
  ofState?: Found;
}

/** What edits do to the likeliest items, and where the items of each attribute concept stand among them, by its id. */
interface Found {
  effects: Effects;
  places: ReadonlyMap<string, readonly number[]>;
}

/** An edit of a boost by 1, and the coordinates that it moves. */
export interface PersonalDirection {
  latents: EditedLatents['latents'];
  direction: Float64Array;
}

export type DirectionFor = (concept: Concept) => Promise<PersonalDirection>;

/** The person's unsteered scores ∈ [items], run once. */
export async function baseScores(model: SteeringModel, person: Steered): Promise<ArrayLike<number>> {
  const kept = person.kept ?? {};
  if (kept.base !== undefined) return kept.base;
  const [base] = await person.score([new Float32Array(editWidth(model))]);
  if (base === undefined) throw new RangeError('a run of the head gave no scores');
  kept.base = base;
  return base;
}

/**
 * The edit of each concept that is nearest to a boost of its items and leaves the other attribute concepts' shares where
 * they are. It moves the basis of latents that its sizes were calibrated for. Without a basis it moves the last state where
 * the model has its item table, and else the concept's own latents.
 */
export function directionsFor(model: SteeringModel, person: Steered): DirectionFor {
  const { table, basis } = model;
  if (table !== undefined && basis === undefined) return directionsOfState(model, table, person);
  let common: Promise<Found> | undefined;
  return async (concept) => {
    const own = basis ?? ownBasis(concept);
    const { effects, places } = await (basis === undefined
      ? effectsOfBasis(model, own, person, {})
      : (common ??= effectsOfBasis(model, own, person, person.kept ?? {})));
    const mine = ownAmong(effects, model.itemsOf(concept));
    const direction = boostDirection(effects, mine, placesBut(places, concept));
    return { latents: basis ?? concept.latents, direction };
  };
}

/**
 * What the latents of each concept with a `lean` do to the last state, with the shares of the others held for this
 * person. Concepts without one have the edit of `directionsFor`.
 */
export const leansFor = (model: SteeringModel, table: ItemTable, person: Steered): DirectionFor =>
  directionsOfState(model, table, person, ({ lean }) => lean);

function directionsOfState(
  model: SteeringModel,
  table: ItemTable,
  person: Steered,
  towards: (concept: Concept) => readonly number[] | undefined = () => undefined,
): DirectionFor {
  const latents = Array.from({ length: table.hiddenSize }, (_, i) => ({ index: model.latents + i }));
  let likeliest: readonly number[] | undefined;
  return async (concept) => {
    const scores = await baseScores(model, person);
    const { excluded } = person;
    const items = (likeliest ??= likeliestItems(scores, excluded));
    const { effects, places } = await keptOr(person.kept ?? {}, 'ofState', items, model, () =>
      stateEffects(table, items, scores),
    );
    const set = model.itemsOf(concept);
    const own = likeliestOwn(effects, set, table, { scores, excluded }, places.get(concept.id));
    const others = placesBut(places, concept);
    const vector = towards(concept);
    const direction =
      vector === undefined
        ? boostDirection(effects, own, others)
        : heldDirection(effects, own, others, vector);
    return { latents, direction };
  };
}

async function effectsOfBasis(
  model: SteeringModel,
  basis: NonNullable<SteeringModel['basis']>,
  person: Steered,
  kept: Kept,
): Promise<Found> {
  const base = await baseScores(model, person);
  const items = likeliestItems(base, person.excluded);
  return keptOr(kept, 'ofBasis', items, model, () =>
    basisEffects(basis, editWidth(model), items, base, person),
  );
}

/** Filters and exclusions change which items are looked at: what is kept holds for the very same ones. */
async function keptOr(
  kept: Kept,
  slot: 'ofBasis' | 'ofState',
  items: readonly number[],
  model: SteeringModel,
  find: () => Effects | Promise<Effects>,
): Promise<Found> {
  const known = kept[slot];
  if (known !== undefined && isSame(known.effects.items, items)) return known;
  const effects = await find();
  const attributes = [...model.concepts.values()].filter(({ attribute }) => attribute !== null);
  const places = new Map(attributes.map((one) => [one.id, placesOf(effects, model.itemsOf(one))]));
  const found = { effects, places };
  kept[slot] = found;
  return found;
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

const placesBut = (places: Found['places'], { id }: Pick<Concept, 'id'>): (readonly number[])[] =>
  [...places].flatMap(([other, standing]) => (other === id ? [] : [standing]));
