// Recommendations for one history: steered, unsteered, or popular when there is no history or no model to go by.
import { at } from '@trimtab/shared/look-up.ts';
import type { Explanation, RecommendationResponse } from '@trimtab/shared/api.ts';
import { TEN } from '@trimtab/shared/wishes.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Ask } from './ask.ts';
import { Problem } from '../problem.ts';
import type { Servable } from '../served.ts';
import { comparison, movesAgainst } from './compare.ts';
import { cursorAt, DEEPEST, identityOf, offsetOf } from './cursor.ts';
import { asWished, causesOf, personalExplanation, popularExplanation } from './explain.ts';
import { coarse, pageOf, rank, type List } from './list.ts';
import { personalScores, popularScores, type PersonalScores, type Scores } from './scores.ts';
import { targetsOf } from './targets.ts';
import { understand, type Understood } from './understand.ts';
import { wishedList, type WishedList } from './wished-list.ts';

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
  const { source, ignored, baseLeftOut } = understood;
  if (ask.dryRun) return { items: [], source, degraded: false, ignored, dryRun: true };

  const personal = source === 'popular' ? null : await tryPersonal(model, ask, understood, onFailure);
  const stoodIn = personal === null && source !== 'popular';
  const scores = personal ?? popularScores(model);
  const end = Math.min(offset + ask.limit, DEEPEST);
  const { diversity } = ask;
  // One more than is shown tells whether the list goes on.
  const found = listFor(model, { ask, understood, scores, count: end + 1, offset });
  const list = { ranking: found.ranking.slice(0, end), scores: scores.steered };
  const baseList =
    ask.compare && scores.base !== undefined
      ? {
          ranking: rank(model, scores.base, { count: end, diversity, leftOut: baseLeftOut }),
          scores: scores.base,
        }
      : undefined;
  const explained = ask.explain
    ? await explanations(model, { list, offset, personal, stoodIn, broughtUp: found.broughtUp })
    : undefined;
  const moves = baseList && movesAgainst(baseList.ranking, list.ranking).slice(offset);
  const [page, basePage] = await Promise.all([
    pageOf(model, list, offset),
    baseList && pageOf(model, baseList, offset),
  ]);
  return {
    items: page.map((item, place) => ({
      ...item,
      ...(moves && { moved: moves[place] ?? null }),
      ...(explained && { explanation: explained[place] }),
    })),
    ...(baseList && {
      base: basePage,
      comparison: comparison(
        baseList.ranking.slice(offset),
        list.ranking.slice(offset),
        steeredItems(model, ask),
      ),
    }),
    ...(found.wishes.length > 0 && { wishes: found.wishes }),
    targets: targetsOf(found.wishes, Math.min(TEN, found.ranking.length)),
    source: personal === null ? 'popular' : source,
    degraded: stoodIn,
    nextCursor: found.ranking.length > end && end < DEEPEST ? cursorAt(end, identity) : undefined,
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
    // Not the model failed: the answer is for nobody, or comes too late.
    if (error instanceof Problem) throw error;
    if (model.engine !== null) model.engine.isFailing = true;
    onFailure(error);
    return null;
  }
}

interface Finding {
  ask: Ask;
  understood: Understood;
  scores: Scores;
  /** How many items are wanted, those of earlier pages included. */
  count: number;
  offset: number;
}

const NO_WISHES = { wishes: [], broughtUp: new Set<number>() };

/** The list: by score and diversity, and where there are wishes chosen so that it keeps them. */
function listFor(model: Servable, { ask, understood, scores, count, offset }: Finding): WishedList {
  const { leftOut, baseLeftOut, wishes } = understood;
  const { diversity } = ask;
  const { steered, unwished, base, preference } = scores;
  if (wishes.length === 0 || base === undefined) {
    return { ranking: rank(model, steered, { count, diversity, leftOut }), ...NO_WISHES };
  }
  return wishedList(model, {
    wishes,
    steered,
    unwished,
    base,
    preference,
    count,
    offset,
    diversity,
    leftOut,
    baseLeftOut,
  });
}

/** The items of each concept that is steered, by its id. */
function steeredItems(model: Servable, { steering, wishes }: Ask): Map<string, ReadonlySet<number>> {
  const asked = Object.entries(steering.strengths).flatMap(([id, strength]) => (strength === 0 ? [] : id));
  const ids = [...asked, ...Object.keys(wishes)];
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
  broughtUp: ReadonlySet<number>;
}

async function explanations(
  { texts }: Servable,
  { list, offset, personal, stoodIn, broughtUp }: Explained,
): Promise<Explanation[]> {
  const items = list.ranking.slice(offset);
  const causes = personal && (await causesOf(personal, items, texts));
  return items.map((item, place) => {
    const score = coarse(at(list.scores, item));
    const explanation = causes
      ? personalExplanation(causes, place, score)
      : popularExplanation(score, stoodIn);
    return broughtUp.has(item) ? asWished(explanation) : explanation;
  });
}
