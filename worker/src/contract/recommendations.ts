// What the contract says of /v1/recommendations.
import {
  batchRequestSchema,
  batchResponseSchema,
  comparisonSchema,
  explanationSchema,
  filterSchema,
  ignoredSchema,
  keptWishSchema,
  recommendationRequestSchema,
  recommendationResponseSchema,
  recommendedItemSchema,
  steeringSchema,
} from '@trimtab/shared/api.ts';
import { itemProperties } from './catalogue.ts';
import { object, type Named } from './named.ts';

const HISTORY = ['film-0001', 'film-0002', 'film-0003'];

const options = {
  steering: ['What the list shall hold more or less of.'],
  presetId: [
    'A preset of the signed-in person. Wishes in `steering` override its own.',
    '5f0c2c1e-7d3b-4c0a-9a51-2f6f3c6b8e10',
  ],
  scenario: ['A label of your own. It comes back with the answer and changes nothing.', 'friday-evening'],
  limit: ['How many items to list.', 10],
  exclude: ['Items that must not be listed.', ['film-0007']],
  filter: ['Which attributes the listed items have.'],
  includeSeen: ['Whether items of the history may be listed.', false],
  diversity: ['0 lists by score alone. Towards 1, items come first that are unlike those above them.', 0.3],
  profiling: ['False: the history is not looked at, and the list is the same for everybody.', true],
  dryRun: [
    'True: the request is checked, and what of it is not known is told, without making a list.',
    false,
  ],
} as const;

const changes = (what: string): readonly [string, unknown] => [what, [{ id: 'genre:comedy', change: 0.84 }]];

const { shape: answer } = recommendationResponseSchema;

export const recommendations: readonly Named[] = [
  object('Steering', steeringSchema, 'What a list shall hold more or less of, and what it must not hold.', {
    concepts: ['The wish for each concept.'],
    method: ['How strengths change the model’s inner state. `target` takes shares and no strengths.', 'add'],
    exclude: ['What must not be listed at all.'],
  }),
  object(
    'SteeringExclusions',
    steeringSchema.shape.exclude.unwrap(),
    'Items that show one of these concepts, or carry one of these attributes, are not listed.',
    {
      concepts: ['Concept ids.', ['genre:horror']],
      attributes: ['Attribute ids.', ['mood:dark']],
    },
  ),
  object(
    'Filter',
    filterSchema,
    'An item is listed when its attributes meet all three.',
    {
      allOf: ['The item has all of these attributes.', ['era:1990s']],
      anyOf: ['The item has one of these attributes, if any are given.', ['genre:comedy', 'genre:romance']],
      noneOf: ['The item has none of these attributes.', ['mood:dark']],
    },
    // Without `allOf`: openapi-typescript 7 takes that name for JSON Schema's own even in an example, and breaks.
    { anyOf: ['genre:comedy', 'genre:romance'], noneOf: ['mood:dark'] },
  ),
  object(
    'RecommendationRequest',
    recommendationRequestSchema,
    'A history, and what the list after it shall be like.',
    {
      history: ['Item ids, oldest first. The newest that fit the model are used.', HISTORY],
      ...options,
      cursor: ['`nextCursor` of an answer to the same request: the list goes on from there.', '10.0d9f6b3c'],
      compare: ['Also return the unsteered list, and what the steering did to it.', true],
      explain: ['Also say of each item what its score is made of.', true],
    },
    { history: HISTORY, steering: { concepts: { 'genre:comedy': { more: 2 } } }, limit: 10, compare: true },
  ),
  object(
    'BatchRequest',
    batchRequestSchema,
    'Up to a hundred histories, all steered alike.',
    {
      histories: ['One history a list, each as in a single request.', [HISTORY, ['film-0004', 'film-0005']]],
      ...options,
    },
    { histories: [HISTORY, ['film-0004']], steering: { concepts: { 'genre:comedy': 0.5 } }, limit: 5 },
  ),
  object(
    'Explanation',
    explanationSchema,
    'What put an item there. `concepts`, `history` and `remainder` sum to its score.',
    {
      reasons: [
        'Why it is there: a wish brought it up, the steering raises its score, it follows from the history, many people chose it, or the popular list stands in for a model that failed.',
        ['wish', 'history'],
      ],
      concepts: changes('By how much the score would be lower without each steered concept.'),
      history: [
        'The same without each of the 20 newest items of the history, newest first.',
        [{ id: 'film-0003', change: 0.31 }],
      ],
      remainder: ['What those do not explain.', 2.17],
    },
  ),
  object(
    'ScoreChange',
    explanationSchema.shape.concepts.element,
    'How much of a score one concept or item accounts for.',
    {
      id: ['Id of the concept or item.', 'genre:comedy'],
      change: ['By how much the score would be lower without it.', 0.84],
    },
  ),
  object('Comparison', comparisonSchema, 'What the steering did to the items shown.', {
    impact: ['The list is the same, or up to a fifth, up to a half, or more of it is new.', 'medium'],
    replaced: ['Share of the items shown that the unsteered list lacks.', 0.3],
    shares: ['For each steered concept the share of its items before and after.'],
  }),
  object(
    'ConceptShare',
    comparisonSchema.shape.shares.element,
    'The share of one concept’s items in the unsteered and in the steered list.',
    {
      concept: ['Concept id.', 'genre:comedy'],
      before: ['Share in the unsteered list.', 0.2],
      after: ['Share in the steered list.', 0.4],
    },
  ),
  object('RecommendedItem', recommendedItemSchema, 'One place of a list.', {
    rank: ['Place in the list, from 1.', 1],
    ...itemProperties,
    score: ['What the model gives it, rounded to two decimals. It compares within one list.', 7.42],
    moved: [
      'Places up (positive) or down against the unsteered list; null where that list lacks it.',
      3,
      'rare',
    ],
    explanation: ['What its score is made of, where `explain` asked for it.', undefined, 'rare'],
  }),
  object('KeptWish', keptWishSchema, 'What came of a wish, in the ten that the page begins in.', {
    concept: ['Concept id.', 'genre:comedy'],
    asked: ['The wish as it was understood.'],
    base: ['Items of the concept in the first ten of the unsteered list.', 2],
    came: ['Items of the concept in the ten.', 4],
    kept: ['Whether the count is the one that was asked for.', true],
    why: [
      'Why it is not kept: the catalogue has too few items, another wish stands against it, or the request leaves them out.',
      'too-few-items',
      'rare',
    ],
  }),
  object(
    'UnknownIds',
    ignoredSchema,
    'Ids of the request that the model does not know. Catalogues change nightly, so they are no error.',
    {
      history: ['Items of the history.', ['film-9999']],
      concepts: ['Concepts of the steering.', ['genre:western']],
      attributes: ['Attributes of the filter that no item has.', []],
    },
  ),
  object('AppliedPreset', answer.preset.unwrap(), 'The preset that was applied.', {
    id: ['Its id.', '5f0c2c1e-7d3b-4c0a-9a51-2f6f3c6b8e10'],
    revision: ['The revision that was applied.', 3],
    idle: [
      'Its concepts that did nothing to the list: the model lacks them, or no strength of theirs moves it.',
      ['emergent:5ff31749'],
    ],
  }),
  object('ShareTarget', answer.targets.unwrap().element, 'What came of a `targetShare`, in shares.', {
    concept: ['Concept id.', 'genre:comedy'],
    wanted: ['The share that was asked for.', 0.4],
    share: ['The share that the list has.', 0.4],
    reached: ['Whether the two agree.', true],
  }),
  object(
    'RecommendationResponse',
    recommendationResponseSchema,
    'The list, and what of the request was not known to the model.',
    {
      ...resultProperties(),
      ...responseProperties(),
      base: ['The unsteered list, where `compare` asked for it.'],
      comparison: ['What the steering did to the list.'],
      nextCursor: ['Send it as `cursor` for what comes next; absent where the list ends.', '10.0d9f6b3c'],
    },
  ),
  object('BatchResponse', batchResponseSchema, 'A list for each history.', {
    ...responseProperties(),
    results: ['In the order of the histories.'],
  }),
  object(
    'BatchResult',
    batchResponseSchema.shape.results.element,
    'The list of one history.',
    resultProperties(),
  ),
];

function resultProperties() {
  return {
    recommendationId: ['Names this list in events.', '0b7b6ad2-8f4e-4a52-9a1e-2f0c7f0f6f5d'],
    items: ['The list, best first.'],
    wishes: ['What came of each wish that is no strength, the preset’s among them.'],
    targets: ['The same of each `targetShare`, in shares.', undefined, 'rare'],
    source: [
      '`steered` and `model` lists come from the history. `popular` lists do not: no item of it was known, `profiling` was false, or the model failed.',
      'steered',
    ],
    degraded: ['Whether an older model or the popular list stands in for the newest model.', false],
    ignored: ['What of the request was not known.'],
    dryRun: ['There where only the request was checked.', true, 'rare'],
  } as const;
}

function responseProperties() {
  return {
    modelVersion: ['The version that answered.', '474314508433a642'],
    preset: ['The preset that was applied, in the revision that was.'],
    scenario: ['The label that came with the request.', 'friday-evening'],
  } as const;
}
