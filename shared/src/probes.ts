// probes.json: histories of nobody with the lists that a model gave when it was exported. By them a version proves itself
// before it serves: that its graphs, its concepts and its catalogue are those that belong together.
import { z } from 'zod';
import type { Concept } from './concepts.ts';
import type { ItemTable } from './gradient/item-table.ts';
import { unexplainedShare } from './gradient/table-fit.ts';
import { editFromStrengths, type Strengths } from './steering.ts';
import { topK } from './top-k.ts';

/** Its name in an artifact. Versions that were made before it are only run. */
export const PROBES_FILE = 'probes.json';

/** Items of each list. */
const LENGTH = 10;

/** Share of the variance of scores that the item table may leave unexplained: float32 leaves a millionth of this. */
const UNEXPLAINED = 1e-4;

/** Share of the spread of all scores that a score may be off: other processors and runtimes round otherwise. */
const TOLERANCE = 0.01;

const describedItemSchema = z.object({ id: z.string(), title: z.string(), attributes: z.array(z.string()) });
const scoredItemSchema = describedItemSchema.extend({ score: z.number() });

export const probesSchema = z.object({
  probes: z
    .array(
      z.object({
        /** Item ids drawn at random, oldest first. */
        history: z.array(z.string()).min(1),
        /** The list for each steering, by the method `add` without balancing; no strengths: the unsteered list. */
        lists: z
          .array(
            z.object({
              strengths: z.record(z.string(), z.number()),
              items: z.array(scoredItemSchema).max(LENGTH),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  /** What people without a history get. Scores are numbers of interactions. */
  popular: z.array(scoredItemSchema).min(1).max(LENGTH),
});

export type Probes = z.infer<typeof probesSchema>;
type DescribedItem = z.infer<typeof describedItemSchema>;
type ScoredItem = z.infer<typeof scoredItemSchema>;

/** A model as it would serve. */
export interface ProbedModel {
  latents: number;
  concepts: ReadonlyMap<string, Concept>;
  /** Interactions of each item. ∈ [items] */
  counts: ArrayLike<number>;
  /** Item id → index, of those that are known. */
  indicesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** That the scores are linear in; absent in versions that hold none. */
  table?: ItemTable | null | undefined;
  /** In the order of the items. */
  describe(items: readonly number[]): Promise<DescribedItem[]>;
  /** @returns for each edit ∈ [latents] the scores ∈ [items] */
  score(history: readonly number[], edits: readonly Float32Array[]): Promise<ArrayLike<number>[]>;
}

interface Question {
  /** Indices, oldest first. */
  history: readonly number[];
  strengths: readonly Strengths[];
}

/** The lists that a model gives now, to be compared with when it is to serve. */
export async function probesOf(model: ProbedModel, questions: readonly Question[]): Promise<Probes> {
  const [popular, ...lists] = await listsOf(model, questions);
  const probes: Probes['probes'] = [];
  for (const { history, strengths } of questions) {
    const own = strengths.map((wishes) => ({ strengths: { ...wishes }, items: nextOf(lists).items }));
    probes.push({ history: (await model.describe(history)).map(({ id }) => id), lists: own });
  }
  return { probes, popular: popular.items };
}

/** @returns in words what is other than it was, or null when the model gives the lists that it should */
export async function differenceFrom(
  model: ProbedModel,
  { probes, popular }: Probes,
): Promise<string | null> {
  const indices = await model.indicesOf(probes.flatMap(({ history }) => history));
  const questions: Question[] = [];
  for (const { history: ids, lists } of probes) {
    const history = ids.flatMap((id) => indices.get(id) ?? []);
    if (history.length < ids.length) return `the catalogue lacks ${ids.find((id) => !indices.has(id))}`;
    questions.push({ history, strengths: lists.map(({ strengths }) => strengths) });
  }
  const [given, ...others] = await listsOf(model, questions);
  const difference = differenceOf(popular, given);
  if (difference !== null) return `the popular list: ${difference}`;
  for (const { history, lists } of probes) {
    for (const { strengths, items } of lists) {
      const list = nextOf(others);
      const other = differenceOf(items, list) ?? tableProblem(model, list.scores);
      if (other !== null) return `the list for ${history.length} items, ${nameOf(strengths)}: ${other}`;
    }
  }
  return null;
}

function nextOf(lists: GivenList[]): GivenList {
  const next = lists.shift();
  if (next === undefined) throw new RangeError('the model gave fewer lists than were asked for');
  return next;
}

const nameOf = (strengths: Strengths = {}): string =>
  Object.keys(strengths).length === 0 ? 'unsteered' : 'steered';

/**
 * What can be told of a model without probes: it gives every item a score, and not all the same.
 *
 * @returns in words what is wrong, or null
 */
export async function faultOf(model: ProbedModel): Promise<string | null> {
  const history = topK(model.counts, 3);
  const [scores] = await model.score(history, [new Float32Array(model.latents)]);
  if (scores?.length !== model.counts.length) {
    return `${scores?.length ?? 0} scores for ${model.counts.length} items`;
  }
  const spread = spreadOf(scores);
  if (!Number.isFinite(spread)) return 'scores that are no numbers';
  if (spread === 0 && scores.length > 1) return 'the same score for every item';
  return tableProblem(model, scores);
}

/** Steering by gradients would push the wrong items with a table of another model. */
function tableProblem({ table }: ProbedModel, scores: ArrayLike<number>): string | null {
  const share = table ? unexplainedShare(table, scores) : null;
  return share === null || share <= UNEXPLAINED
    ? null
    : 'the item table is not the one that the scores come from';
}

interface GivenList {
  items: ScoredItem[];
  /** By how much a score may differ. */
  tolerance: number;
  /** Of every item. ∈ [items] */
  scores: ArrayLike<number>;
}

interface Ranked {
  items: number[];
  scores: ArrayLike<number>;
  tolerance: number;
}

/** The popular list and then one for each steering of each question. Words are asked for once, for all lists together. */
async function listsOf(
  model: ProbedModel,
  questions: readonly Question[],
): Promise<[GivenList, ...GivenList[]]> {
  const popular = { items: topK(model.counts, LENGTH), scores: model.counts, tolerance: 0 };
  const ranked: Ranked[] = [];
  for (const question of questions) ranked.push(...(await rankedFor(model, question)));
  const all = [...new Set([popular, ...ranked].flatMap(({ items }) => items))];
  const described = await model.describe(all);
  const words = new Map(all.map((item, i) => [item, described[i]]));
  return [listed(popular, words), ...ranked.map((one) => listed(one, words))];
}

async function rankedFor(model: ProbedModel, { history, strengths }: Question): Promise<Ranked[]> {
  const edits = strengths.map((wishes) => editFromStrengths(wishes, model.concepts, model.latents));
  const rows = await model.score(history, edits);
  const seen = new Set(history);
  return rows.map((scores) => ({
    items: topK(scores, LENGTH, seen),
    scores,
    tolerance: TOLERANCE * spreadOf(scores),
  }));
}

function listed(
  { items, scores, tolerance }: Ranked,
  words: ReadonlyMap<number, DescribedItem | undefined>,
): GivenList {
  const list = items.map((item) => {
    const described = words.get(item);
    if (described === undefined) throw new RangeError(`there are no words for item ${item}`);
    return { ...described, score: scoreAt(scores, item) };
  });
  return { items: list, tolerance, scores };
}

function scoreAt(scores: ArrayLike<number>, item: number): number {
  const score = scores[item];
  if (score === undefined) throw new RangeError(`there is no score of item ${item}`);
  return score;
}

/** Highest less lowest score; not finite where there are others than numbers. */
function spreadOf(scores: ArrayLike<number>): number {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (!Number.isFinite(score)) return Number.NaN;
    if (score < lowest) lowest = score;
    if (score > highest) highest = score;
  }
  return highest - lowest;
}

/** Lists may differ only where scores are so near each other that rounding decides. */
function differenceOf(expected: readonly ScoredItem[], { items, tolerance }: GivenList): string | null {
  if (!(tolerance >= 0)) return 'scores that are no numbers';
  if (items.length !== expected.length) return `${items.length} items, expected ${expected.length}`;
  const given = new Map(items.map((item) => [item.id, item]));
  for (const [place, wanted] of expected.entries()) {
    const found = given.get(wanted.id);
    const score = (found ?? items[place])?.score ?? Number.NaN;
    if (!(Math.abs(score - wanted.score) <= tolerance)) {
      return `place ${place + 1} should be ${nameOfItem(wanted)}, and is ${nameOfItem(items[place])}`;
    }
    if (found !== undefined && textOf(found) !== textOf(wanted)) {
      return `${wanted.id} is ${textOf(found)}, expected ${textOf(wanted)}`;
    }
  }
  return null;
}

const nameOfItem = (item: ScoredItem | undefined): string =>
  item === undefined ? 'nothing' : `${item.id} at ${item.score.toPrecision(4)}`;

const textOf = ({ title, attributes }: DescribedItem): string => JSON.stringify([title, ...attributes]);
