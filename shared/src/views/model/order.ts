// What decides the order of a list, and what a person can do about it.
import { e, type View } from '../element.ts';
import type { ShownModel } from './shown-model.ts';

export function orderView({ summary, parameters }: ShownModel['facts']['ranking']): View {
  const parts = parameters.flatMap(({ name, effect, control }) => [
    e('dt', {}, name),
    e('dd', {}, withCode(effect), ' ', withCode(control)),
  ]);
  return [e('p', {}, withCode(summary)), e('dl', { class: 'terms' }, parts)];
}

/** What stands between backticks is code. */
const withCode = (text: string): View =>
  text.split('`').map((part, i) => (i % 2 === 1 ? e('code', {}, part) : part));
