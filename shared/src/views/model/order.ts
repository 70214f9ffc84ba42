// What decides the order of a list, and what a person can do about it.
import { e, type View } from '../element.ts';
import type { ShownModel } from './shown-model.ts';

export function orderView({ summary, parts, parameters }: ShownModel['facts']['ranking']): View {
  const whose = parts.flatMap(({ name, effect }) => [e('dt', {}, name), e('dd', {}, withCode(effect))]);
  const controlled = parameters.flatMap(({ name, effect, control }) => [
    e('dt', {}, name),
    e('dd', {}, withCode(effect), ' ', e('span', { class: 'faint' }, withCode(control))),
  ]);
  return [
    e('p', { class: 'prose' }, withCode(summary)),
    e('h3', {}, 'Which part of a list is whose doing'),
    e('dl', { class: 'terms' }, whose),
    e('h3', {}, 'What plays a part, and what you can do about it'),
    e('dl', { class: 'terms' }, controlled),
  ];
}

/** What stands between backticks is code. */
const withCode = (text: string): View =>
  text.split('`').map((part, i) => (i % 2 === 1 ? e('code', {}, part) : part));
