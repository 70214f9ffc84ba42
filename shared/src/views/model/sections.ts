// All that is said of a model, in the order in which it is read: plain words first, exact figures later.
import { e } from '../element.ts';
import { sentences } from '../tables.ts';
import { featuresView } from './features.ts';
import { glossaryView } from './glossary.ts';
import { orderView } from './order.ts';
import { standingInWords, trainedOn } from './plain-words.ts';
import { hasPromise, promiseView } from './promise.ts';
import { servedView } from './served.ts';
import type { Section, ShownModel } from './shown-model.ts';
import { standingView } from './standing.ts';
import { methodsView, steeringView } from './steering.ts';
import { trustedView } from './trusted.ts';

export function sectionsOf(model: ShownModel): Section[] {
  const { facts, metrics } = model;
  const [first = '', ...more] = standingInWords(metrics);
  return [
    {
      id: 'in-short',
      title: 'In short',
      view: [e('p', { class: 'headline' }, first), sentences([...more, trainedOn(facts)])],
    },
    { id: 'standing', title: 'Beside what is plainer', view: standingView(metrics) },
    { id: 'trust', title: 'Which concepts can be trusted', view: trustedView(model) },
    {
      id: 'steering',
      title: 'What steering does, and what it costs',
      view: steeringView(metrics),
    },
    { id: 'order', title: 'What decides the order of a list', view: orderView(facts.ranking) },
    ...(hasPromise(metrics)
      ? [
          {
            id: 'promise',
            title: 'How well wishes are kept',
            isDeep: true as const,
            view: promiseView(metrics),
          },
        ]
      : []),
    ...(metrics.steering.curves.length > 0
      ? [
          {
            id: 'methods',
            title: 'Ways of steering, compared',
            isDeep: true as const,
            view: methodsView(metrics),
          },
        ]
      : []),
    { id: 'features', title: 'The features inside it', isDeep: true, view: featuresView(model) },
    { id: 'served', title: 'The network, and what is served', isDeep: true, view: servedView(model) },
    { id: 'words', title: 'What the words mean', isDeep: true, view: glossaryView() },
  ];
}
