// From a request in outside ids to one in indices, with a report of what the model does not know.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { Membership } from '@trimtab/shared/top-k.ts';
import type { Ask } from './ask.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Servable } from '../served.ts';
import { leftOut } from './left-out.ts';
import { resolveIds, resolveStrengths } from './resolve.ts';
import type { Wished } from './wished-list.ts';

export interface Understood {
  /** Known items of the history, oldest first. */
  history: number[];
  leftOut: Membership;
  /** What the list would leave out without wishes. */
  baseLeftOut: Membership;
  wishes: Wished[];
  /** The list that the request asks for, if nothing fails. */
  source: RecommendationResponse['source'];
  ignored: RecommendationResponse['ignored'];
}

export async function understand(model: Servable, ask: Ask): Promise<Understood> {
  const indices = await model.texts.indicesOf([...ask.history, ...ask.exclude]);
  const history = resolveIds(ask.history, indices);
  const excluded = resolveIds(ask.exclude, indices).known;
  const { steers, unknown } = resolveStrengths(ask.steering.strengths, model.concepts);
  const wishes = wishedOf(model, ask.wishes);
  const unmet = [...Object.keys(ask.wishes), ...ask.never.concepts].filter((id) => !model.concepts.has(id));
  const { allOf = [], anyOf = [], noneOf = [] } = ask.filter ?? {};
  const attributes = [...allOf, ...anyOf, ...noneOf, ...ask.never.attributes];
  const isPersonal = ask.profiling && history.known.length > 0;
  const rules = { ...ask, items: ask.includeSeen ? excluded : [...history.known, ...excluded] };
  const baseLeftOut = leftOut(model, rules);
  const banned = Object.keys(ask.wishes).filter((id) => ask.wishes[id] === 'never');
  const never = { ...ask.never, concepts: [...ask.never.concepts, ...banned] };
  return {
    history: history.known,
    leftOut: banned.length === 0 ? baseLeftOut : leftOut(model, { ...rules, never }),
    baseLeftOut,
    wishes,
    source: !isPersonal ? 'popular' : steers || wishes.length > 0 ? 'steered' : 'model',
    ignored: {
      history: history.unknown,
      concepts: [...new Set([...unknown, ...unmet])],
      attributes: resolveIds(attributes, model.columns.attributeIndex).unknown,
    },
  };
}

const wishedOf = (model: Servable, wishes: Ask['wishes']): Wished[] =>
  Object.entries(wishes).flatMap(([id, asked]): Wished[] => {
    const concept = model.concepts.get(id);
    return concept === undefined ? [] : [{ concept: id, asked, items: itemsShowing(model, concept) }];
  });
