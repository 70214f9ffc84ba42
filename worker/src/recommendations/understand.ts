// From a request in outside ids to one in indices, with a report of what the model does not know.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { Membership } from '@trimtab/shared/top-k.ts';
import type { Ask, Servable } from './ask.ts';
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

export function understand(model: Servable, ask: Ask): Understood {
  const history = resolveIds(ask.history, model.itemIndex);
  const { strengths, targets } = ask.steering;
  const { steers, unknown } = resolveStrengths(strengths, model.concepts);
  const aims = Object.keys(targets).some((id) => model.concepts.has(id));
  const unmet = [...Object.keys(targets), ...ask.never.concepts].filter((id) => !model.concepts.has(id));
  const { allOf = [], anyOf = [], noneOf = [] } = ask.filter ?? {};
  const attributes = [...allOf, ...anyOf, ...noneOf, ...ask.never.attributes];
  const isPersonal = ask.profiling && history.known.length > 0;
  return {
    history: history.known,
    leftOut: leftOut(model, { ...ask, seen: ask.includeSeen ? [] : history.known }),
    source: !isPersonal ? 'popular' : steers || aims ? 'steered' : 'model',
    ignored: {
      history: history.unknown,
      concepts: [...new Set([...unknown, ...unmet])],
      attributes: resolveIds(attributes, model.attributeIndex).unknown,
    },
  };
}
