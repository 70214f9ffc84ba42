// Recommendations for one history: steered, unsteered, or popular when there is no history or no model to go by.
import type { RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { itemAt } from '../catalogue/describe.ts';
import type { Ask, Servable } from './ask.ts';
import { movesAgainst } from './compare.ts';
import { cursorAt, DEEPEST, identityOf, offsetOf } from './cursor.ts';
import { personalScores, popularScores, type Scores } from './scores.ts';
import { understand, type Understood } from './understand.ts';

type Answer = Omit<RecommendationResponse, 'recommendationId' | 'modelVersion' | 'preset' | 'scenario'>;

/**
 * @param onFailure told when the model failed and the popular list stands in
 * @throws Problem when the cursor is of another list
 */
export async function recommend(
  model: Servable,
  ask: Ask,
  onFailure: (error: unknown) => void,
): Promise<Answer> {
  const understood = understand(model, ask);
  const identity = await identityOf(model.manifest.modelVersion, ask);
  const offset = offsetOf(ask.cursor, identity);
  const { source, ignored } = understood;
  if (ask.dryRun) return { items: [], source, degraded: false, ignored, dryRun: true };

  const personal = source === 'popular' ? null : await tryPersonal(model, ask, understood, onFailure);
  const { steered, base } = personal ?? popularScores(model, ask);
  const end = Math.min(offset + ask.limit, DEEPEST);
  // One more than is shown tells whether the list goes on.
  const ranking = topK(steered, end + 1, understood.leftOut);
  const baseRanking = base && topK(base, end, understood.leftOut);
  const listed = ranking.slice(0, end);
  const moves = baseRanking && movesAgainst(baseRanking, listed);
  return {
    items: pageOf(model, listed, offset, steered).map((item) =>
      moves ? { ...item, moved: moves[item.rank - 1] ?? null } : item,
    ),
    base: base && baseRanking && pageOf(model, baseRanking, offset, base),
    source: personal === null ? 'popular' : source,
    degraded: personal === null && source !== 'popular',
    nextCursor: ranking.length > end && end < DEEPEST ? cursorAt(end, identity) : undefined,
    ignored,
  };
}

async function tryPersonal(
  model: Servable,
  ask: Ask,
  understood: Understood,
  onFailure: (error: unknown) => void,
): Promise<Scores | null> {
  try {
    return await personalScores(model, ask, understood);
  } catch (error) {
    onFailure(error);
    return null;
  }
}

/** What the outside sees of a ranking from `offset` on. */
function pageOf(
  { catalogue }: Servable,
  ranking: readonly number[],
  offset: number,
  scores: ArrayLike<number>,
): RecommendedItem[] {
  return ranking.slice(offset).map((item, place) => ({
    rank: offset + place + 1,
    ...itemAt(catalogue, item),
    score: coarse(scores[item] ?? 0),
  }));
}

/** Two decimals, so that answers do not give the model away; + 0 turns -0 into 0. */
const coarse = (score: number): number => Math.round(score * 100) / 100 + 0;
