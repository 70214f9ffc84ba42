// Recommendations for one history: steered, unsteered, or popular when there is no history or no model to go by.
import type { Explanation, RecommendationResponse } from '@trimtab/shared/api.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';
import { comparison, movesAgainst } from './compare.ts';
import { cursorAt, DEEPEST, identityOf, offsetOf } from './cursor.ts';
import { causesOf, personalExplanation, popularExplanation } from './explain.ts';
import { coarse, pageOf, rank, type List } from './list.ts';
import { personalScores, popularScores, type PersonalScores } from './scores.ts';
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
  const understood = await understand(model, ask);
  const identity = await identityOf(model.manifest.modelVersion, ask);
  const offset = offsetOf(ask.cursor, identity);
  const { source, ignored, leftOut } = understood;
  if (ask.dryRun) return { items: [], source, degraded: false, ignored, dryRun: true };

  const personal = source === 'popular' ? null : await tryPersonal(model, ask, understood, onFailure);
  const stoodIn = personal === null && source !== 'popular';
  const { steered, ranked, base } = personal ?? popularScores(model, ask);
  const end = Math.min(offset + ask.limit, DEEPEST);
  const { diversity } = ask;
  // One more than is shown tells whether the list goes on.
  const found = rank(model, ranked, { count: end + 1, diversity, leftOut });
  const list = { ranking: found.slice(0, end), scores: steered };
  const baseList = base && {
    ranking: rank(model, base, { count: end, diversity, leftOut }),
    scores: base,
  };
  const explained = ask.explain ? await explanations(model, { list, offset, personal, stoodIn }) : undefined;
  const moves = baseList && movesAgainst(baseList.ranking, list.ranking).slice(offset);
  const [page, basePage] = await Promise.all([
    pageOf(model, list, offset),
    baseList && pageOf(model, baseList, offset),
  ]);
  return {
    items: page.map((item, at) => ({
      ...item,
      ...(moves && { moved: moves[at] ?? null }),
      ...(explained && { explanation: explained[at] }),
    })),
    ...(baseList && {
      base: basePage,
      comparison: comparison(
        baseList.ranking.slice(offset),
        list.ranking.slice(offset),
        steeredItems(model, ask),
      ),
    }),
    targets: targetsOf(personal),
    source: personal === null ? 'popular' : source,
    degraded: stoodIn,
    nextCursor: found.length > end && end < DEEPEST ? cursorAt(end, identity) : undefined,
    ignored,
  };
}

async function tryPersonal(
  model: Servable,
  ask: Ask,
  understood: Understood,
  onFailure: (error: unknown) => void,
): Promise<PersonalScores | null> {
  try {
    const scores = await personalScores(model, ask, understood);
    if (model.engine !== null) model.engine.isFailing = false;
    return scores;
  } catch (error) {
    if (model.engine !== null) model.engine.isFailing = true;
    onFailure(error);
    return null;
  }
}

function targetsOf(personal: PersonalScores | null): Answer['targets'] {
  const targets = personal?.plan.targets ?? [];
  return targets.length > 0 ? targets.map(({ id, ...came }) => ({ concept: id, ...came })) : undefined;
}

/** The items of each concept that is steered, by its id. */
function steeredItems(model: Servable, { steering }: Ask): Map<string, ReadonlySet<number>> {
  const asked = Object.entries(steering.strengths).flatMap(([id, strength]) => (strength === 0 ? [] : id));
  const ids = [...asked, ...Object.keys(steering.targets)];
  return new Map(
    ids.flatMap((id) => {
      const concept = model.concepts.get(id);
      return concept === undefined ? [] : [[id, itemsShowing(model, concept)] as const];
    }),
  );
}

interface Explained {
  list: List;
  offset: number;
  personal: PersonalScores | null;
  stoodIn: boolean;
}

async function explanations(
  { texts }: Servable,
  { list, offset, personal, stoodIn }: Explained,
): Promise<Explanation[]> {
  const items = list.ranking.slice(offset);
  const scores = items.map((item) => coarse(list.scores[item] ?? 0));
  if (personal === null) return scores.map((score) => popularExplanation(score, stoodIn));
  const causes = await causesOf(personal, items, texts);
  return scores.map((score, place) => personalExplanation(causes, place, score));
}
