import { expect, it } from 'vitest';
import { canBeKept } from './kept.ts';

const nobody = new Set<number>();
const options = { items: 12, excluded: nobody, count: 10 };
const [few, many] = [new Set([0, 1]), new Set([0, 1, 2, 3, 4, 5, 6, 7, 8])];
const exactly = (count: number) => ({ least: count, most: count });

it.each([
  ['as many as there are', [exactly(2)], [few], true],
  ['more than there are', [exactly(3)], [few], false],
  ['so few that others do not fill the list', [{ least: 0, most: 6 }], [many], false],
  ['so few that they do', [{ least: 0, most: 7 }], [many], true],
  ['two that share items', [exactly(2), exactly(7)], [few, many], true],
  ['two that are against each other', [exactly(0), exactly(9)], [few, many], false],
] as const)('%s', (_, wishes, sets, expected) => {
  expect(canBeKept([...wishes], [...sets], options)).toBe(expected);
});

it('does not count what the list leaves out', () => {
  expect(canBeKept([exactly(2)], [few], { ...options, excluded: new Set([0]) })).toBe(false);
});
