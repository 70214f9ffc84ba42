// From a request in outside ids to one in indices, with a report of what the model does not know.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { Membership } from '@trimtab/shared/top-k.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';
import { leftOut } from './left-out.ts';
import { resolveIds, resolveStrengths } from './resolve.ts';

export interface Understood {
  /** Known items of the history, oldest first. */
  history: number[];
  leftOut: Membership;
  /** The list that the request asks for, if nothing fails. */
  source: RecommendationResponse['source'];
  ignored: RecommendationResponse['ignored'];
}

export async function understand(model: Servable, ask: Ask): Promise<Understood> {
  const indices = await model.texts.indicesOf([...ask.history, ...ask.exclude]);
  const history = resolveIds(ask.history, indices);
  const excluded = resolveIds(ask.exclude, indices).known;
  const { strengths, targets } = ask.steering;
  const { steers, unknown } = resolveStrengths(strengths, model.concepts);
  const aims = Object.keys(targets).some((id) => model.concepts.has(id));
  const unmet = [...Object.keys(targets), ...ask.never.concepts].filter((id) => !model.concepts.has(id));
  const { allOf = [], anyOf = [], noneOf = [] } = ask.filter ?? {};
  const attributes = [...allOf, ...anyOf, ...noneOf, ...ask.never.attributes];
  const isPersonal = ask.profiling && history.known.length > 0;
  return {
    history: history.known,
    leftOut: leftOut(model, { ...ask, items: ask.includeSeen ? excluded : [...history.known, ...excluded] }),
    source: !isPersonal ? 'popular' : steers || aims ? 'steered' : 'model',
    ignored: {
      history: history.unknown,
      concepts: [...new Set([...unknown, ...unmet])],
      attributes: resolveIds(attributes, model.columns.attributeIndex).unknown,
    },
  };
}
