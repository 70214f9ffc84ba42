// All that is said of a model, in the order in which it is read: plain words first, exact figures later.
import { e } from '../element.ts';
import { sentences } from '../tables.ts';
import { glossaryView } from './glossary.ts';
import { orderView } from './order.ts';
import { standingInWords, trainedOn } from './plain-words.ts';
import type { Section, ShownModel } from './shown-model.ts';
import { standingView } from './standing.ts';
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
    { id: 'order', title: 'What decides the order of a list', view: orderView(facts.ranking) },
    { id: 'words', title: 'What the words mean', isDeep: true, view: glossaryView() },
  ];
}
