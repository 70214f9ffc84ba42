// Targets met: concepts given the shares of the list that were asked for, by the least edits that reach them.
import type { Concept } from './concepts.ts';
import type { ConceptEdit } from './steering-methods.ts';
import { addTo } from './steering-methods.ts';
import type { Move, Steered, SteeringModel } from './steering-moves.ts';
import { total } from './steering-moves.ts';
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
}

/** Nearer than one place of the list, rounding aside. */
const PLACE = 1 / LIST - 1e-9;

/** Rounds over all targets: meeting one moves the others, and three times round they have settled. */
const TARGET_ROUNDS = 3;

/** Each target in turn by the least `add` of its concept beside what the others have been given. */
export async function meetTargets(
  start: Move[],
  asked: [Concept, number][],
  model: SteeringModel,
  person: Steered,
): Promise<SteeringPlan> {
  const begun = total(start, model.latents);
  const given = new Map<Concept, ConceptEdit>();
  const withOthers = (own: Concept | undefined, values: ConceptEdit | undefined): Float32Array => {
    const edit = begun.slice();
    for (const [concept, other] of given) if (concept !== own) addTo(edit, concept, other);
    return own === undefined || values === undefined ? edit : addTo(edit, own, values);
  };
  for (let round = 0; round < (asked.length > 1 ? TARGET_ROUNDS : 1); round++) {
    for (const [concept, wanted] of asked) {
      const found = await searchOne(concept, wanted, (values) => withOthers(concept, values), model, person);
      given.set(concept, found);
    }
  }
  const edit = withOthers(undefined, undefined);
  const [scores = []] = await person.score([edit]);
  return {
    edit,
    moves: [
      ...start,
      ...Array.from(given, ([concept, values]) => ({
        concept,
        latents: concept.latents,
        values,
        times: 1,
      })),
    ],
    targets: asked.map(([concept, wanted]) => {
      const share = shareOf(scores, model.itemsOf(concept), person.excluded);
      return { id: concept.id, wanted, share, reached: Math.abs(share - wanted) < PLACE };
    }),
  };
}

/** The least edit along the concept's weights with which its share of the list is as wanted, or comes nearest. */
async function searchOne(
  concept: Concept,
  wanted: number,
  editWith: (values: ConceptEdit) => Float32Array,
  model: SteeringModel,
  person: Steered,
): Promise<ConceptEdit> {
  const items = model.itemsOf(concept);
  const along = (signed: number): ConceptEdit =>
    Float64Array.from(concept.latents, ({ weight }) => signed * weight);
  const sharesAt = async (sizes: readonly number[]): Promise<number[]> =>
    (await person.score(sizes.map((size) => editWith(along(size))))).map((scores) =>
      shareOf(scores, items, person.excluded),
    );
  const [base = 0] = await sharesAt([0]);
  let search = startTarget(wanted, base, concept.calibration);
  while (search.sizes.length > 0) {
    search = narrow(search, await sharesAt(search.sizes.map((size) => search.sign * size)));
  }
  return along(search.sign * search.best.size);
}

/** Share of the first ten that the items take. */
export function shareOf(scores: ArrayLike<number>, items: ReadonlySet<number>, excluded: Membership): number {
  const list = topK(scores, LIST, excluded);
  return list.length === 0 ? 0 : list.filter((item) => items.has(item)).length / list.length;
}
