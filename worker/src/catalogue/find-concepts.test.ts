// Which concepts words and items speak of, over a catalogue of four items.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { describe, expect, test } from 'vitest';
import type { LoadedModel } from '../served.ts';
import { ItemColumns } from './item-columns.ts';
import {
  conceptsInText,
  conceptsOfItems,
  searchConcepts,
  understoodIn,
  type Found,
} from './find-concepts.ts';

const concept = (id: string, label: string, topItems: number[], attribute: string | null = null): Concept =>
  exampleConcept({
    id,
    label,
    kind: attribute === null ? 'emergent' : 'attribute',
    attribute,
    labelScore: 0.5,
    topItems,
  });

const all = [
  concept('tag:space', 'Space', [0, 1], 'tag:space'),
  concept('tag:space-war', 'Space war', [1], 'tag:war'),
  concept('emergent:7', 'Solaris; Gravity', [0, 1]),
];

const model = {
  columns: new ItemColumns({
    attributes: [
      { id: 'tag:space', label: 'Space', kind: 'tag' },
      { id: 'tag:war', label: 'War', kind: 'tag' },
    ],
    lengths: [1, 2, 0, 0],
    entries: [0, 0, 1],
    counts: [4, 3, 2, 1],
  }),
  concepts: new Map(all.map((one) => [one.id, one])),
} as unknown as LoadedModel;

const inText = (text: string): Found[] => conceptsInText(model, text, understoodIn(model, text));

const summed = (found: Found[]): [string, number][] => found.map((one) => [one.concept.id, one.relevance]);

describe('by a text', () => {
  test('a whole label counts 1, half of one a half, and top items with a named tag half at most', () => {
    expect(summed(inText('something in space'))).toEqual([
      ['tag:space', 1],
      ['tag:space-war', 0.5],
      ['emergent:7', 0.5],
    ]);
  });

  test('half of the top items with a named tag count a quarter', () => {
    expect(summed(inText('war'))).toEqual([
      ['tag:space-war', 0.5],
      ['tag:space', 0.25],
      ['emergent:7', 0.25],
    ]);
  });

  test('long words may have endings, short ones may not', () => {
    expect(summed(inText('spaceship')).map(([id]) => id)).toContain('tag:space');
    expect(inText('warm')).toEqual([]);
  });

  test('what a text denies is not suggested, nor what only shares its small words', () => {
    expect(summed(inText('no war, but space')).map(([id]) => id)).toEqual([
      'tag:space',
      'tag:space-war',
      'emergent:7',
    ]);
    expect(summed(inText('no space'))).toEqual([]);
    expect(summed(inText('the one with the most of it'))).toEqual([]);
  });
});

test('by items: p·ln(p / q) of those that show the concept', () => {
  // Item b shows all three: space and the emergent one are on 2 of 4 items, war on 1.
  expect(summed(conceptsOfItems(model, [1]))).toEqual([
    ['tag:space-war', Math.log(4)],
    ['tag:space', Math.log(2)],
    ['emergent:7', Math.log(2)],
  ]);
  expect(conceptsOfItems(model, [2, 3])).toEqual([]);
});

test.for([
  ['', 3],
  ['spa', 2],
  ['war SPACE', 1],
  ['tag', 2],
  ['pace', 0],
] as const)('a search for "%s" finds %d', ([query, count]) => {
  expect(searchConcepts(model, query)).toHaveLength(count);
});
