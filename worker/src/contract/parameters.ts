// What the contract says of parameters in paths, queries and headers, by operation where one name means several things.
import type { Node } from './hoist.ts';

type Told = readonly [description: string, example: unknown];

const CONCEPT: Told = ['Id of the concept.', 'genre:comedy'];
const PRESET: Told = ['Id of the preset.', '5f0c2c1e-7d3b-4c0a-9a51-2f6f3c6b8e10'];

const PARAMETERS: Readonly<Record<string, Told>> = {
  'query limit': ['How many at most.', 20],
  'listConcepts query': ['Words of a label or id, or their beginnings.', 'sci'],
  'listConcepts kind': ['Only concepts of this kind.', 'attribute'],
  'readConcept id': CONCEPT,
  'listConceptItems id': CONCEPT,
  'listSimilarConcepts id': CONCEPT,
  'findItems query': ['Words of a title, or their beginnings.', 'double inf'],
  'findItems id': [
    'These items, in this order, instead of a search. It may stand many times.',
    ['film-0001'],
  ],
  'exportPerson after': ['`events.next` of the part before.', '2026-11-30/4b0e1f'],
  'path id': PRESET,
  'path token': ['Token of the link.', 'q3Zr0hH2l0Jm5cXyTtWvUuNnMmLlKkJjIiHhGgFfEeD'],
  'header if-match': ['The ETag that was read, or `*`.', '"3"'],
  'header idempotency-key': [
    'A name of your own for this request, 8 to 128 characters: sent again with it, it gets the first answer.',
    'save-friday-evening',
  ],
};

/** Headers that every route of a kind reads, which no handler declares. */
export const SHARED_PARAMETERS = {
  IfNoneMatch: header(
    'if-none-match',
    'The ETag of what you have: the answer is 304 where it is still the same.',
    '"3"',
  ),
  Bookmark: header(
    'x-d1-bookmark',
    '`x-d1-bookmark` of your last answer, so that nothing older is read.',
    '00000001-00000002-00004e2f-0c8e3a9f0d5b7c6a1e2f3a4b5c6d7e8f',
  ),
} as const;

function header(name: string, description: string, example: string) {
  const schema = { type: 'string' };
  return { name, in: 'header', required: false, description, schema, ...exampleOf(false, example) };
}

export const parameterRef = (name: keyof typeof SHARED_PARAMETERS) => ({
  $ref: `#/components/parameters/${name}`,
});

/** What need not be sent is not sent by the reference's own requests and samples, unless somebody turns it on there. */
function exampleOf(isRequired: boolean, example: unknown): Node {
  return isRequired ? { example } : { examples: { default: { value: example, 'x-disabled': true } } };
}

/** @throws Error for a parameter that nothing is said of */
export function describedParameter(operationId: string, parameter: Node): Node {
  const told =
    PARAMETERS[`${operationId} ${String(parameter['name'])}`] ??
    PARAMETERS[`${String(parameter['in'])} ${String(parameter['name'])}`];
  if (told === undefined) {
    const which = `${String(parameter['name'])} of ${operationId}`;
    throw new Error(
      `nothing is said of the parameter ${which}: worker/src/contract/parameters.ts describes them`,
    );
  }
  const [description, example] = told;
  return { ...parameter, description, ...exampleOf(parameter['required'] === true, example) };
}
