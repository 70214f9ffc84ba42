import { describe, expect, it } from 'vitest';
import { columnsOf, columnsSchema } from './catalogue-columns.ts';

const attributes = [
  { id: 'genre:x', label: 'X', kind: 'genre' },
  { id: 'genre:y', label: 'Y', kind: 'genre' },
];
const columns = { attributes, lengths: [1, 0, 2], entries: [1, 0, 1], counts: [3, 1, 2] };

it('lays the lists of attributes one after the other', () => {
  expect(columnsOf({ attributes, itemAttributes: [[1], [], [0, 1]], counts: [3, 1, 2] })).toEqual(columns);
});

const problems = (change: object): string[] =>
  columnsSchema.safeParse({ ...columns, ...change }).error?.issues.map(({ message }) => message) ?? [];

describe('columnsSchema', () => {
  it('takes columns that fit together', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [{ counts: [3, 1] }, 'lengths and counts must have one entry for each item'],
    [{ entries: [1, 0] }, 'lengths must sum to the entries'],
    [{ entries: [1, 0, 2] }, 'entries name an attribute that is not listed'],
    [{ entries: [1, 0, -1] }, 'expected an array of whole numbers from 0 on'],
  ])('refuses %j', (change, message) => {
    expect(problems(change)).toEqual([message]);
  });
});
