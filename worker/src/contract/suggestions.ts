// What the contract says of finding concepts by words, items or a history.
import {
  suggestRequestSchema,
  suggestResponseSchema,
  tasteSchema,
  understoodWordsSchema,
} from '@trimtab/shared/browse.ts';
import { conceptProperties } from './catalogue.ts';
import { object, type Named } from './named.ts';

const { shape: suggest } = suggestResponseSchema;

export const suggestions: readonly Named[] = [
  object(
    'SuggestRequest',
    suggestRequestSchema,
    'What concepts shall be found for: a text, a history or both, or else items alone.',
    {
      history: ['A person’s items, oldest first.', ['film-0001', 'film-0002']],
      items: ['Examples of what is wanted.', ['film-0004']],
      text: ['What is wanted, in words (English).', 'funny, from the seventies, not scary'],
      limit: ['How many concepts at most.', 10],
    },
    { text: 'funny, from the seventies, not scary', history: ['film-0001', 'film-0002'], limit: 5 },
  ),
  object(
    'SuggestResponse',
    suggestResponseSchema,
    'Concepts that describe what was given, and wishes that a text says.',
    {
      match: ['What `concepts` were found by; `none` where nothing matches.', 'text'],
      concepts: ['Concepts, best first, without those that the text denies.'],
      understood: ['What of the text became a wish, in its order.'],
      notUnderstood: ['Words of the text that could mean something and do not.', ['quirky']],
      wishes: [
        'Concept id → wish, to be sent as `steering.concepts`. Of what was said twice the last holds.',
        { 'genre:comedy': { more: 3 }, 'genre:horror': { less: 4 } },
      ],
      taste: ['What the model takes the person for, where a history was given; strongest first.'],
      ignored: ['What of the request was not known.'],
    },
  ),
  object('UnderstoodWords', understoodWordsSchema, 'Words of a text, and the wish that they became.', {
    words: ['As written, with the small words that say how much.', 'not scary'],
    start: ['Where they begin in the text, in UTF-16 units.', 27],
    end: ['Where they end: the place after the last.', 36],
    concept: ['Concept id.', 'genre:horror'],
    label: ['Name for people to read.', 'Horror'],
    wish: ['The wish.'],
  }),
  object('Taste', tasteSchema, 'A concept that the model expects of the person.', {
    ...conceptProperties,
    expectedShare: [
      'Share of the model’s probability for the next item that falls on the concept’s items.',
      0.34,
    ],
    baseShare: ['Share of its items in the first ten of the unsteered list.', 0.4],
    historyShare: ['Share of its items in the known items of the history.', 0.5],
    catalogueShare: ['Share of its items in the catalogue.', 0.15],
  }),
  object(
    'SuggestedConcept',
    suggest.concepts.element,
    'A concept, and how well it describes what was given.',
    {
      ...conceptProperties,
      relevance: ['How well it fits. It compares within one answer.', 0.73],
    },
  ),
  object('UnknownItems', suggest.ignored, 'What of the request the model does not know.', {
    items: ['Item ids.', ['film-9999']],
  }),
];
