// Recommendations for one history: base, steered, or popular when the history says nothing.
import type { RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import { editFromStrengths, type Strengths } from '@trimtab/shared/steering.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { LoadedModel } from '../artifacts/loaded-model.ts';
import { itemAt } from '../catalogue/describe.ts';
import { resolveItems, resolveStrengths } from './resolve.ts';

export interface Ask {
  /** Item ids, oldest first. */
  history: readonly string[];
  exclude: readonly string[];
  strengths: Strengths;
  limit: number;
  compare: boolean;
}

type Answer = Omit<RecommendationResponse, 'recommendationId' | 'modelVersion'>;

interface Scored {
  items: number[];
  scoreOf: (item: number) => number;
}

export async function recommend(model: LoadedModel, ask: Ask): Promise<Answer> {
  const history = resolveItems(ask.history, model.itemIndex);
  const excluded = new Set([...history.known, ...resolveItems(ask.exclude, model.itemIndex).known]);
  const { unknown, steers } = resolveStrengths(ask.strengths, model.concepts);
  const isEmpty = history.known.length === 0;
  const [steered, base] = isEmpty
    ? popularLists(model, ask, excluded)
    : await modelLists(model, ask, history.known, excluded);
  const items = describe(model, steered);
  return {
    items:
      base === undefined
        ? items
        : withMoves(
            items,
            base.items.map((item) => model.catalogue.ids[item]),
          ),
    ...(base && { base: describe(model, base) }),
    source: isEmpty ? 'popular' : steers ? 'steered' : 'model',
    ignored: { history: history.unknown, concepts: unknown },
  };
}

type Lists = [steered: Scored, base?: Scored];

async function modelLists(
  { engine, manifest, concepts }: LoadedModel,
  { strengths, limit, compare }: Ask,
  history: readonly number[],
  excluded: ReadonlySet<number>,
): Promise<Lists> {
  const encoded = await engine.encode(history.slice(-manifest.model.maxLength));
  const edit = editFromStrengths(strengths, concepts, manifest.latents);
  const edits = compare ? [edit, new Float32Array(manifest.latents)] : [edit];
  const [steered, base] = (await engine.score(encoded, edits)).map((scores): Scored => ({
    items: topK(scores, limit, excluded),
    scoreOf: (item) => scores[item] ?? 0,
  }));
  if (steered === undefined) throw new TypeError('the head gave no scores');
  return [steered, base];
}

/** The score of a popular item is its share of the most popular one's interactions. */
function popularLists(
  { popular, catalogue }: LoadedModel,
  { limit, compare }: Ask,
  excluded: ReadonlySet<number>,
): Lists {
  const most = Math.max(1, catalogue.counts[popular[0] ?? 0] ?? 0);
  const list: Scored = {
    items: popular.filter((item) => !excluded.has(item)).slice(0, limit),
    scoreOf: (item) => (catalogue.counts[item] ?? 0) / most,
  };
  return compare ? [list, list] : [list];
}

function describe(model: LoadedModel, { items, scoreOf }: Scored): RecommendedItem[] {
  return items.map((item, place) => ({
    rank: place + 1,
    ...itemAt(model.catalogue, item),
    // Coarse, so that answers do not give the model away; + 0 turns -0 into 0.
    score: Math.round(scoreOf(item) * 100) / 100 + 0,
  }));
}

/** Places up (positive) or down against the base list; null for an item that is not in it. */
function withMoves(items: RecommendedItem[], base: readonly (string | undefined)[]): RecommendedItem[] {
  return items.map((item) => {
    const before = base.indexOf(item.id);
    return { ...item, moved: before === -1 ? null : before + 1 - item.rank };
  });
}
