// Where a concept fires, for data whose histories may not be shown: in a history that is invented, of popular items and
// items of the concept.
import { byPopularity, type Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import { createRandom } from '../math/random.ts';
import type { Random } from '../math/random.ts';
import { disposeState, stopAtHook } from '../recommender/head.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { sparseCodes } from '../sae/codes.ts';
import type { FoldedAutoencoder } from '../sae/codes.ts';
import { conceptActivation } from './activation.ts';
import { rounded } from './example-history.ts';

/** Items of a history: so many of the concept among so many popular ones. */
const OWN = 5;
const OTHERS = 7;
/** The popular ones are drawn from so many. */
const POPULAR = 100;
/** Histories that are drawn; the one in which the concept fires most is shown. */
const DRAWS = 4;

interface Inventing {
  model: Recommender;
  hook: Hook;
  sae: FoldedAutoencoder;
  catalogue: Catalogue;
  seed: number;
}

type Described = Pick<Concept, 'id' | 'attribute' | 'latents' | 'topItems'>;

/** Gives each concept an invented example; one that fires in none of its histories goes without. */
export async function withInventedExamples<C extends Described>(
  concepts: readonly C[],
  inventing: Inventing,
): Promise<C[]> {
  const popular = byPopularity(inventing.catalogue.counts);
  const result: C[] = [];
  for (const concept of concepts) {
    const random = createRandom(inventing.seed, `example of ${concept.id}`);
    const others = itemsWithout(concept, popular, inventing.catalogue);
    const histories = Array.from({ length: DRAWS }, () => drawHistory(concept.topItems, others, random));
    result.push({ ...concept, ...(await firingIn(concept, histories, inventing)) });
  }
  return result;
}

/** The most popular items that the concept is not known by. */
function itemsWithout(
  { attribute, topItems }: Described,
  popular: readonly number[],
  { attributes, itemAttributes }: Catalogue,
): number[] {
  const own = new Set(topItems);
  const named = attributes.findIndex(({ id }) => id === attribute);
  const others: number[] = [];
  for (const item of popular) {
    if (others.length === POPULAR) break;
    if (!own.has(item) && !at(itemAttributes, item).includes(named)) others.push(item);
  }
  return others;
}

/** Oldest first; the order is drawn too. */
export const drawHistory = (own: readonly number[], others: readonly number[], random: Random): number[] =>
  random.shuffle([
    ...random.shuffle([...own]).slice(0, OWN),
    ...random.shuffle([...others]).slice(0, OTHERS),
  ]);

/** The history in which the concept fires most, with how strongly it does once the model has read so far. */
async function firingIn(
  { latents }: Described,
  histories: readonly number[][],
  { model, hook, sae }: Inventing,
): Promise<Pick<Concept, 'example' | 'exampleIsInvented'>> {
  const read = histories.flatMap((history) => history.map((_, place) => history.slice(0, place + 1)));
  if (read.length === 0) return {};
  const newest = read.map((items) => items.slice(-model.config.maxLength));
  const state = stopAtHook(model, hook, newest);
  const codes = await sparseCodes(sae, await state.hidden.data<'float32'>());
  disposeState(state);
  const activation = conceptActivation(codes, latents, Int32Array.from(read.keys()));
  const strongest = activation.indexOf(Math.max(...activation));
  if (at(activation, strongest) <= 0) return {};
  const length = at(histories, 0).length;
  const shown = Math.floor(strongest / length);
  const example = at(histories, shown).map((item, place) => ({
    item,
    activation: rounded(at(activation, shown * length + place)),
  }));
  return { example, exampleIsInvented: true };
}
