import { describe, expect, it } from 'vitest';
import { byPopularity, catalogueSchema, itemsWith } from './catalogue.ts';

const catalogue = {
  ids: ['a', 'b'],
  titles: ['First', 'Second'],
  attributes: [{ id: 'genre:x', label: 'X', kind: 'genre' }],
  itemAttributes: [[0], []],
  counts: [3, 1],
};

const problems = (change: Record<string, unknown>): string[] => {
  const parsed = catalogueSchema.safeParse({ ...catalogue, ...change });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
};

describe('catalogueSchema', () => {
  it('takes columns of one length', () => {
    expect(problems({})).toEqual([]);
  });

  it.each(['titles', 'itemAttributes', 'counts'])('refuses a column %s of another length', (column) => {
    expect(problems({ [column]: [] })).toEqual(['every column must have one entry for each id']);
  });

  it.each([
    ['ids', ['a', '']],
    ['ids', ['a', 2]],
    ['titles', ['First', null]],
    ['titles', 'First'],
    ['itemAttributes', [[0], 0]],
    ['itemAttributes', [[0], [-1]]],
    ['itemAttributes', [[0], ['0']]],
    ['counts', [3, 0.5]],
    ['counts', [3, -1]],
    ['counts', [3, '1']],
    ['counts', undefined],
  ])('refuses %s of %j', (name, column) => {
    expect(problems({ [name]: column })).toEqual([expect.stringMatching(/^expected an array of /)]);
  });

  it('refuses an attribute that is not listed', () => {
    expect(problems({ itemAttributes: [[0], [1]] })).toEqual([
      'itemAttributes names an attribute that is not listed',
    ]);
  });
});

it('orders items by popularity, ties by index', () => {
  expect(byPopularity([1, 4, 0, 4, 1])).toEqual([1, 3, 0, 4, 2]);
});

describe('itemsWith', () => {
  it('lists the items that have the attribute, and none for one that is not there', () => {
    expect(itemsWith({ itemAttributes: [[1], [], [0, 1]] }, 1)).toEqual([0, 2]);
    expect(itemsWith(catalogue, -1)).toEqual([]);
  });
});
