// A model with its concepts, and the lists that it makes for the people of the panel.
import { itemsWith, type Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { directionOf } from '../../concepts/direction.ts';
import type { Weights } from '../../files/weights.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import { fixedChange } from '../../steering/bench.ts';

export type SteeredConcept = Pick<
  Concept,
  'id' | 'kind' | 'attribute' | 'anchors' | 'latents' | 'calibration'
>;

export interface Side {
  /** Its users are people of the panel, each with the own number as target. */
  bench: Pick<SteeringBench, 'score'>;
  concepts: ReadonlyMap<string, SteeredConcept>;
  autoencoder: Weights;
  catalogue: Catalogue;
}

/** What steering did to each person of the panel. */
export interface Lists {
  /** Ids of the first hundred. */
  top: string[][];
  /** Items of each counted concept in the first ten. */
  taken: Map<string, number[]>;
}

/** What is added to the scores of some items. */
export interface Boost {
  items: ReadonlySet<number>;
  size: number;
}

export interface SteeredBy {
  /** Added to the state at the hook. */
  edit?: Float32Array;
  boosts?: readonly Boost[];
}

const TOP = 100;

/** @param counted ids of concepts whose items are counted */
export async function listsOf(
  side: Side,
  { edit, boosts = [] }: SteeredBy,
  counted: readonly string[],
): Promise<Lists> {
  const { bench, catalogue } = side;
  const items = new Map(counted.map((id) => [id, itemsOf(side, id)]));
  const lists: Lists = { top: [], taken: new Map(counted.map((id) => [id, []])) };
  await bench.score(edit && fixedChange(edit), (scores, { target, excluded }) => {
    const top = topK(boosted(scores, boosts), TOP, excluded);
    lists.top[target] = top.map((item) => at(catalogue.ids, item));
    for (const [id, own] of items) {
      const taken = lists.taken.get(id) ?? [];
      taken[target] = top.slice(0, 10).filter((item) => own.has(item)).length;
    }
  });
  return lists;
}

function boosted(scores: Float32Array, boosts: readonly Boost[]): Float32Array {
  if (boosts.length === 0) return scores;
  const moved = scores.slice();
  for (const { items, size } of boosts) for (const item of items) moved[item] = at(moved, item) + size;
  return moved;
}

/** Items that count as a concept's: those with its attribute, or its anchors; none of a concept that there is not. */
export function itemsOf(
  { concepts, catalogue }: Pick<Side, 'concepts' | 'catalogue'>,
  id: string,
): Set<number> {
  const concept = concepts.get(id);
  if (concept === undefined) return new Set();
  const index = catalogue.attributes.findIndex((attribute) => attribute.id === concept.attribute);
  return new Set(index < 0 ? (concept.anchors ?? []) : itemsWith(catalogue, index));
}

/** What the Worker adds for these strengths; a concept that there is not adds nothing. */
export function editOf(
  strengths: ReadonlyMap<string, number>,
  { concepts, autoencoder }: Pick<Side, 'concepts' | 'autoencoder'>,
): Float32Array | undefined {
  let edit: Float32Array | undefined;
  for (const [id, strength] of strengths) {
    const concept = concepts.get(id);
    if (concept === undefined) continue;
    const { up, down } = concept.calibration;
    const size = strength > 0 ? strength * up : strength * down;
    const move = directionOf(concept, autoencoder).map((x) => x * size);
    edit = edit === undefined ? move : edit.map((x, i) => x + at(move, i));
  }
  return edit;
}
