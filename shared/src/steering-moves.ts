// What steering arithmetic knows of a model, what it may ask about one history, and concepts' edits joined to one.
import { itemsWith, type Catalogue } from './catalogue.ts';
import type { Basis, Concept } from './concepts.ts';
import type { ItemTable } from './gradient/item-table.ts';
import type { Kept } from './gradient/personal.ts';
import type { ConceptEdit, EditedLatents } from './steering-methods.ts';
import { addTo } from './steering-methods.ts';
import type { Membership } from './top-k.ts';

/** What the arithmetic must know of a model. */
export interface SteeringModel {
  latents: number;
  /** By id. Concepts that a steering names and the model lacks are skipped. */
  concepts: ReadonlyMap<string, Concept>;
  /** What `gradient` moves; without one the last state, or in a model without an item table each concept's own latents. */
  basis?: Basis | undefined;
  /** The rows that scores are made of, where the head takes edits of the last state: lists lean by such edits. */
  table?: ItemTable | undefined;
  /** The items whose exposure the concept moves (`itemsOfConcept`). */
  itemsOf: (concept: Concept) => ReadonlySet<number>;
}

/** What the arithmetic may ask about one history. */
export interface Steered {
  /** z ∈ [latents], the autoencoder's code of the history; asked for by `set` and `scale` only. */
  code: () => Promise<ArrayLike<number>>;
  /** Scores ∈ [items] under each edit ∈ [latents], or wider (`editWidth`), all in one run of the head. */
  score: (edits: Float32Array[]) => Promise<ArrayLike<number>[]>;
  /** Items that the list leaves out. */
  excluded: Membership;
  /** What was found of this history before; what is found now is added. */
  kept?: Kept;
}

/** How many numbers an edit has: the latents, and behind them the last state where the head takes edits of it. */
export const editWidth = ({ latents, table }: Pick<SteeringModel, 'latents' | 'table'>): number =>
  latents + (table?.hiddenSize ?? 0);

/** An attribute concept's items are those that have the attribute; an emergent one's are its anchors. */
export function itemsOfConcept(
  { attribute, anchors = [] }: Pick<Concept, 'attribute' | 'anchors'>,
  catalogue: Pick<Catalogue, 'attributes' | 'itemAttributes'>,
): Set<number> {
  if (attribute === null) return new Set(anchors);
  const wanted = catalogue.attributes.findIndex(({ id }) => id === attribute);
  return new Set(itemsWith(catalogue, wanted));
}

/** A concept's own edit, of its latents or of a basis', and how many times over it is added. */
export interface Move {
  concept: Concept;
  latents: EditedLatents['latents'];
  values: ConceptEdit;
  times: number;
}

/** The moves' edits summed. ∈ [width] */
export const total = (moves: readonly Move[], width: number): Float32Array =>
  moves.reduce<Float32Array>(
    (edit, { concept: { id }, latents: own, values, times }) =>
      addTo(edit, { id, latents: own }, values, times),
    new Float32Array(width),
  );
