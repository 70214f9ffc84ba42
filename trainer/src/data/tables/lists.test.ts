import { expect, it } from 'vitest';
import { parseList, separatorOf } from './lists.ts';

it.each([
  ['["Action","Sci-Fi"]', ['Action', 'Sci-Fi']],
  ["['Action', 'Sci-Fi']", ['Action', 'Sci-Fi']],
  ["['Action' 'Sci-Fi']", ['Action', 'Sci-Fi']], // numpy
  ['{Action,"Sci-Fi"}', ['Action', 'Sci-Fi']], // PostgreSQL
  ['c("a", "b")', ['a', 'b']], // R
  ["[\"Children's\", 'Drama']", ["Children's", 'Drama']],
  ["'Health & Care', 'Beauty'", ['Health & Care', 'Beauty']],
  ["'Rock'n'Roll', 'Pop'", ["Rock'n'Roll", 'Pop']],
  ['[{"id": 16, "name": "Animation"}]', ['Animation']],
  ["[{'id': 16, 'name': 'Animation'}, {'id': 3, 'name': \"Kids' TV\"}]", ['Animation', "Kids' TV"]],
  ['["a, b", "c"]', ['a, b', 'c']],
  ["Children's", ["Children's"]],
  ["'Tis Pity", ["'Tis Pity"]],
  ['Drama, Comedy', ['Drama', 'Comedy']],
  ['[]', []],
  ['\\N', []],
  ['nan', []],
])('%s', (cell, labels) => {
  expect(parseList(cell, ',')).toEqual(labels);
});

it('finds the separator of a column in all of its cells', () => {
  expect(separatorOf(['a, b', 'c|d'])).toBe('|');
  expect(separatorOf(['Drama', 'Drama, War'])).toBe(',');
  expect(separatorOf(['Drama War'], true)).toBe(' ');
  expect(separatorOf(["['a', 'b']", 'Drama'])).toBeNull();
});
