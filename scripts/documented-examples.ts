// The requests that the documents show, and whether each of them visibly does what it is shown for.
import { recommendationRequestSchema, recommendationResponseSchema } from '@trimtab/shared/api.ts';
import { suggestResponseSchema } from '@trimtab/shared/browse.ts';
import { isStrength } from '@trimtab/shared/wishes.ts';

/** A `curl` command of a document. */
export interface DocumentedExample {
  /** Where in the document it begins: its line, from 1. */
  line: number;
  path: string;
  body: unknown;
}

const CURL =
  /curl [^\n]*?(?:\$U|https?:\/\/[^/\s"]+)(\/v1\/[\w/-]+)(?:[^'`]|'content-type: application\/json')*?-d '([^']+)'/g;

/** Requests to routes that anybody may call, with what they send. */
export function examplesIn(markdown: string): DocumentedExample[] {
  return [...markdown.matchAll(CURL)]
    .filter(([command]) => !command.includes('$TOKEN') && !command.includes('authorization'))
    .map(({ 1: path = '', 2: body = '', index }) => ({
      line: markdown.slice(0, index).split('\n').length,
      path,
      body: JSON.parse(body) as unknown,
    }));
}

/** @returns what a reader would miss in the answer; null where the example shows what it is for */
export function faultOf({ path, body }: DocumentedExample, answer: unknown): string | null {
  if (path === '/v1/recommendations') return faultOfList(body, answer);
  return path === '/v1/concepts/suggest' ? faultOfSuggestion(answer) : null;
}

function faultOfList(body: unknown, answer: unknown): string | null {
  const { steering, limit } = recommendationRequestSchema.parse(body);
  const { items, wishes = [], comparison } = recommendationResponseSchema.parse(answer);
  if (items.length < limit) return `it lists ${items.length} of ${limit} items`;
  const lost = wishes.find(({ kept }) => !kept);
  if (lost !== undefined) return `its wish for ${lost.concept} is not kept (${lost.why})`;
  const idle = wishes.find(({ asked, base, came }) => base === came && asked !== 'never');
  if (idle !== undefined)
    return `its wish for ${idle.concept} changes nothing: ${idle.base} of ten, with it and without`;
  for (const [concept, wish] of Object.entries(steering?.concepts ?? {})) {
    const share = comparison?.shares.find((one) => one.concept === concept);
    if (!isStrength(wish) || share === undefined) continue;
    if (Math.sign(share.after - share.before) !== Math.sign(wish)) {
      return `its strength for ${concept} moves the share from ${share.before} to ${share.after}`;
    }
  }
  return null;
}

function faultOfSuggestion(answer: unknown): string | null {
  const { match, understood, notUnderstood = [], taste } = suggestResponseSchema.parse(answer);
  if (match === 'none') return 'it finds no concept';
  if (notUnderstood.length > 0) return `it does not understand ${notUnderstood.join(', ')}`;
  if (understood?.length === 0) return 'its text becomes no wish';
  return taste?.length === 0 ? 'its history has no taste' : null;
}
