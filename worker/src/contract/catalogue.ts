// What the contract says of items, attributes, concepts and samples.
import {
  attributesResponseSchema,
  conceptPageSchema,
  conceptsResponseSchema,
  conceptSummarySchema,
  itemSchema,
  itemsResponseSchema,
  similarConceptsSchema,
} from '@trimtab/shared/browse.ts';
import { lossSchema } from '@trimtab/shared/concepts.ts';
import { attributeSchema } from '@trimtab/shared/catalogue.ts';
import { conceptCostSchema } from '@trimtab/shared/concepts.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import { lineageSchema } from '@trimtab/shared/lineage.ts';
import { object, type Named } from './named.ts';

export const itemProperties = {
  id: ['Item id, as the data has it.', 'film-0001'],
  title: ['Title for people to read.', 'Double Informant (1994)'],
  attributes: [
    'Attribute ids. GET /v1/attributes has their labels.',
    ['genre:adventure', 'genre:crime', 'era:1990s', 'mood:tense'],
  ],
} as const;

export const conceptProperties = {
  id: ['Stable within a version: `genre:comedy`, or `emergent:` and a hash.', 'genre:comedy'],
  label: ['Name for people to read.', 'Comedy'],
  kind: [
    '`attribute`: named by an attribute of the data. `emergent`: known by the items it fires on.',
    'attribute',
  ],
  attribute: ['Id of the attribute that names it; null for an emergent one.', 'genre:comedy'],
  labelScore: [
    'How well the name fits on items held out. It compares within a kind: 1 is best, and an attribute’s chance is .5.',
    0.99,
  ],
  safeRange: ['Strengths between which lists are known to lose less than 5% of their quality.'],
  density: ['Share of the places in histories where it fires.', 0.28],
  lineage: ['Where it comes from; older versions do not say.'],
  experimental: ['True where a second training does not find it: it is not offered for presets.', true],
} as const;

const cosine = [
  'How alike the two are in what they add to the model’s inner state: 1 is the same.',
  0.41,
] as const;

const { shape: page } = conceptPageSchema;

export const catalogue: readonly Named[] = [
  object('Item', itemSchema, 'An item of the catalogue.', itemProperties),
  object('ItemList', itemsResponseSchema, 'Items, the most fitting first.', { items: ['The items.'] }),
  object('Attribute', attributeSchema, 'A known property of items.', {
    id: ['`<kind>:<slug>`.', 'genre:adventure'],
    label: ['Name for people to read.', 'Adventure'],
    kind: ['What sort of property it is.', 'genre'],
  }),
  object('AttributeList', attributesResponseSchema, 'All attributes of the catalogue.', {
    attributes: ['The attributes.'],
  }),
  object(
    'SafeRange',
    page.safeRange,
    'Strengths between which lists are known to lose less than 5% of their quality.',
    {
      min: ['Lowest such strength.', -0.75],
      max: ['Highest such strength.', 0.5],
    },
  ),
  object('ConceptSummary', conceptSummarySchema, 'A concept as a control of it needs it.', conceptProperties),
  object('ConceptLineage', lineageSchema, 'Where a concept comes from.', {
    since: ['The version that it was born in; absent where that is this one.', '474314508433a642'],
    from: ['The version before this one; absent where it is new.', '0a1b2c3d4e5f6071'],
    fate: [
      '`new`: born in this version. `kept`: its latents of before. `rebuilt`: other latents that do the same. ' +
        '`weakened`: the best that could be had does less of the same.',
      'kept',
    ],
    score: ['Correlation of what it does with what it did when it was born: 1 is the same.', 0.97],
    lastScore: ['Correlation of what it does with what it did in the version before.', 0.98],
  }),
  object('ConceptList', conceptsResponseSchema, 'Concepts, strongest first.', {
    concepts: ['The concepts.'],
  }),
  object('ConceptPage', conceptPageSchema, 'What a concept means.', {
    ...conceptProperties,
    safety: ['What lists lose at the ends of the safe range; models from before it was kept lack it.'],
    example: ['Part of a history where it fires, oldest first; some older versions have none.'],
    exampleIsInvented: [
      'The history of the example is no person’s: it was drawn from popular items and items of the concept.',
      true,
    ],
    topItems: ['Items that show it most, strongest first.'],
    promoted: ['Items that rise most when it is turned up.'],
    demoted: ['Items that fall most when it is turned up.'],
    histogram: ['How strongly it fires, over the places where it fires.'],
    costs: ['What strengths do to lists and to their quality, by rising strength.'],
    neighbours: ['Concepts that are most like it.'],
  }),
  object(
    'FiredItem',
    page.example.unwrap().element,
    'An item of a history, and how strongly a concept fires there.',
    {
      ...itemProperties,
      activation: ['Of the concept, once the model has read so far.', 1.2],
    },
  ),
  object(
    'Safety',
    page.safety.unwrap(),
    'What lists lose at the ends of the safe range, or at ±.25 where an end is 0.',
    {
      min: ['At the lowest safe strength.'],
      max: ['At the highest safe strength.'],
    },
  ),
  object(
    'Loss',
    lossSchema,
    'Lost quality of lists, as a share of it: NDCG@10 of people whose next choice is known.',
    {
      mean: ['On average.', 0.021],
      low: ['It is higher than this, with 95% certainty.', 0.012],
      high: ['It is lower than this, with 95% certainty.', 0.03],
      users: ['People on whom it was measured.', 2000],
    },
  ),
  object('Histogram', page.histogram, 'Counts of activation in equal bins.', {
    max: ['Where the last bin ends. The first begins at 0, which is left out.', 6.2],
    counts: ['Places in histories, one count a bin.', [520, 310, 140, 40, 8]],
  }),
  object(
    'ConceptCost',
    conceptCostSchema,
    'What one strength does to the lists of people that training left out.',
    {
      strength: ['The strength.', 0.5],
      share: ['Share of the concept’s items in the first ten.', 0.21],
      kept: ['Quality of the lists (NDCG@10) as a share of that of unsteered ones.', 0.98],
      low: ['Where its 95% interval begins.', 0.96],
      high: ['Where it ends.', 1],
    },
  ),
  object('ConceptNeighbour', page.neighbours.element, 'A concept that is like another.', {
    id: ['Concept id.', 'mood:playful'],
    label: ['Name for people to read.', 'Playful'],
    cosine,
  }),
  object('SimilarConceptList', similarConceptsSchema, 'Concepts that are like one, most alike first.', {
    concepts: ['The concepts.'],
  }),
  object(
    'SimilarConcept',
    similarConceptsSchema.shape.concepts.element,
    'A concept, and how like another it is.',
    {
      ...conceptProperties,
      cosine,
    },
  ),
  object('SampleList', samplesSchema, 'Histories to try; none where the data may not be shown.', {
    samples: ['The histories.'],
  }),
  object('Sample', samplesSchema.shape.samples.element, 'A history to try.', {
    label: ['What it is called.', 'Likes comedies'],
    history: ['Item ids, oldest first.', ['film-0001', 'film-0002']],
  }),
];
