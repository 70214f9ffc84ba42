// An explanation of the API in one sentence, and as parts with names.
import type { Explanation } from '@trimtab/shared/api.ts';
import { listed } from '../shell/words.ts';

interface Names {
  concept: (id: string) => string;
  item: (id: string) => string;
}

type Change = Explanation['concepts'][number];

/** Titles that a sentence can bear. */
const NAMED = 2;

const raising = (changes: readonly Change[]): Change[] =>
  changes.filter(({ change }) => change > 0).toSorted((a, b) => b.change - a.change);

export function sentenceOf(title: string, { reasons, concepts, history }: Explanation, names: Names): string {
  if (reasons.includes('fallback'))
    return `${title} is here because many people chose it: the model cannot answer now.`;
  const because: string[] = [];
  if (reasons.includes('wish')) because.push('a wish of yours brought it up');
  const steered = raising(concepts).slice(0, NAMED);
  if (reasons.includes('steered') && steered.length > 0)
    because.push(`you turned up ${listed(steered.map(({ id }) => names.concept(id)))}`);
  const from = raising(history).slice(0, NAMED);
  if (from.length > 0) because.push(`you started from ${listed(from.map(({ id }) => names.item(id)))}`);
  if (reasons.includes('popular')) because.push('many people chose it');
  if (because.length === 0) because.push('it fits what people like you chose next');
  return `${title} is here because ${listed(because)}.`;
}

export interface Part {
  words: string;
  change: number;
}

/** Parts that are shown by themselves. */
const SHOWN = 8;

/** Largest first; what they do not explain comes last. Shown as they are, they sum to the score. */
export function partsOf({ concepts, history, remainder }: Explanation, names: Names): Part[] {
  const parts = [
    ...concepts.map(({ id, change }) => ({ words: `Steering: ${names.concept(id)}`, change })),
    ...history.map(({ id, change }) => ({ words: `Title: ${names.item(id)}`, change })),
  ].toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const small = parts.slice(SHOWN);
  const others = {
    words: `${small.length} smaller parts`,
    change: small.reduce((sum, { change }) => sum + change, 0),
  };
  return [
    ...parts.slice(0, SHOWN),
    ...(small.length > 0 ? [others] : []),
    { words: 'What everybody gets, and all together', change: remainder },
  ];
}
