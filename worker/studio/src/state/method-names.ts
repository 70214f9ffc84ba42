// Ways in which a strength changes scores, and what each is called on the page.
import type { Method } from '@trimtab/shared/steering-methods.ts';

/** One line for each, so that a new method of the contract does not compile until it has a name here. */
export const METHOD_LABELS: Readonly<Record<Method, string>> = {
  add: 'Add: a step of the same size for everybody',
  set: 'Set: to the same level for everybody',
  scale: 'Scale: more of what is there already',
  gradient: 'Gradient: the step that moves this list most',
};

const isMethod = (name: string): name is Method => name in METHOD_LABELS;

export const METHOD_NAMES: readonly Method[] = Object.keys(METHOD_LABELS).filter(isMethod);
