// Targets met: concepts given the shares of the list that were asked for, by the least edits that reach them.
import type { Calibration, Concept } from './concepts.ts';
import type { ConceptEdit, EditedLatents } from './steering-methods.ts';
import { addTo } from './steering-methods.ts';
import type { Move, Steered, SteeringModel } from './steering-moves.ts';
import { editWidth, total } from './steering-moves.ts';
import type { TargetSearch } from './steering-target.ts';
import { narrow, startTarget } from './steering-target.ts';
import { topK, type Membership } from './top-k.ts';

const LIST = 10;

export interface SteeringPlan {
  /** z' - z ∈ [latents]; zeros, exactly, where nothing is asked for. */
  edit: Float32Array;
  /** What the edit is the sum of: without a concept's moves it is the edit that leaves the concept out. */
  moves: Move[];
  /** What came of each target. */
  targets: { id: string; wanted: number; share: number; reached: boolean }[];
  /** Where there are targets, the edit without them: the first ten stand in the order of its scores (`inOrderOf`). */
  order?: Float32Array;
}

/** A line of edits along which a target is sought. */
export interface Line {
  latents: EditedLatents['latents'];
  /** The edit of size 1 ∈ [latents of the line] */
  values: ConceptEdit;
  /** Size of strength 1. */
  calibration: Calibration;
}

/** Tried in turn until one reaches the share. */
export type Lines = readonly [Line, ...Line[]];

/** Nearer than one place of the list, rounding aside. */
const PLACE = 1 / LIST - 1e-9;

/** Rounds over all targets: meeting one moves the others, and three times round they have settled. */
const TARGET_ROUNDS = 3;

/** Each target in turn by its least edit beside what the others have been given. */
export async function meetTargets(
  start: Move[],
  asked: [Concept, number][],
  linesOf: (concept: Concept) => Promise<Lines>,
  model: SteeringModel,
  person: Steered,
): Promise<SteeringPlan> {
  const order = total(start, editWidth(model));
  const given = new Map<Concept, Move>();
  const besides = (concept?: Concept): Float32Array => {
    const edit = order.slice();
    for (const move of given.values()) {
      const { id } = move.concept;
      if (move.concept !== concept) addTo(edit, { id, latents: move.latents }, move.values);
    }
    return edit;
  };
  const lines = new Map<Concept, Lines>();
  for (const [concept] of asked) lines.set(concept, await linesOf(concept));
  for (let round = 0; round < (asked.length > 1 ? TARGET_ROUNDS : 1); round++) {
    for (const [concept, wanted] of asked) {
      const one = { concept, wanted, besides: besides(concept) };
      given.set(concept, await searchLines(one, lines.get(concept) as Lines, model, person));
    }
  }
  const edit = besides();
  const [scores = []] = await person.score([edit]);
  return {
    edit,
    order,
    moves: [...start, ...given.values()],
    targets: asked.map(([concept, wanted]) => {
      const share = shareOf(scores, model.itemsOf(concept), person.excluded);
      return { id: concept.id, wanted, share, reached: Math.abs(share - wanted) < PLACE };
    }),
  };
}

interface Asked {
  concept: Concept;
  wanted: number;
  /** What all else has been given. ∈ [latents] */
  besides: Float32Array;
}

/** The least edit along the first line that reaches the share; where none does, the one that comes nearest. */
async function searchLines(
  asked: Asked,
  [first, ...others]: Lines,
  model: SteeringModel,
  person: Steered,
): Promise<Move> {
  const { concept, wanted } = asked;
  const along = async (line: Line): Promise<{ line: Line; search: TargetSearch }> => ({
    line,
    search: await searchOne(asked, line, model.itemsOf(concept), person),
  });
  const miss = ({ search: { best } }: { search: TargetSearch }): number => Math.abs(best.share - wanted);
  let nearest = await along(first);
  for (const line of others) {
    if (nearest.search.best.reached) break;
    const next = await along(line);
    if (next.search.best.reached || miss(next) < miss(nearest)) nearest = next;
  }
  const { line, search } = nearest;
  const values = scaled(line.values, search.sign * search.best.size);
  return { concept, latents: line.latents, values, times: 1 };
}

/** Runs of the head, each of all sizes of a round. */
async function searchOne(
  { concept: { id }, wanted, besides }: Asked,
  { latents, values, calibration }: Line,
  items: ReadonlySet<number>,
  person: Steered,
): Promise<TargetSearch> {
  const at = (size: number): Float32Array => addTo(besides.slice(), { id, latents }, scaled(values, size));
  const sharesAt = async (sizes: readonly number[]): Promise<number[]> =>
    (await person.score(sizes.map(at))).map((scores) => shareOf(scores, items, person.excluded));
  const [base = 0] = await sharesAt([0]);
  let search = startTarget(wanted, base, calibration);
  while (search.sizes.length > 0) {
    search = narrow(search, await sharesAt(search.sizes.map((size) => search.sign * size)));
  }
  return search;
}

const scaled = (values: ConceptEdit, size: number): ConceptEdit => values.map((value) => size * value);

/**
 * Scores by which the first ten stay the first ten, in the order of other scores: a share of the list is what a target
 * asks for, and within the list what fits best still comes first. Each place keeps its score. ∈ [items]
 */
export function inOrderOf(
  order: ArrayLike<number>,
  scores: ArrayLike<number>,
  excluded: Membership,
): Float32Array {
  const list = topK(scores, LIST, excluded);
  const first = list.toSorted((a, b) => (order[b] as number) - (order[a] as number) || a - b);
  const placed = Float32Array.from(scores);
  first.forEach((item, place) => (placed[item] = scores[list[place] as number] as number));
  return placed;
}

/** Share of the first ten that the items take. */
export function shareOf(scores: ArrayLike<number>, items: ReadonlySet<number>, excluded: Membership): number {
  const list = topK(scores, LIST, excluded);
  return list.length === 0 ? 0 : list.filter((item) => items.has(item)).length / list.length;
}
