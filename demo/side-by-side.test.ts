import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const item = (title: string, attributes: string[] = []) => ({
  rank: 1,
  id: title,
  title,
  score: 0,
  attributes,
});

test('marks the items that have the steered attribute and cuts long titles to the terminal', () => {
  const left = { title: 'unsteered', items: [item('Alpha'), item('A title that is far too long for this')] };
  const right = { title: 'Horror +1', items: [item('Beta', ['genre:horror'])], marked: 'genre:horror' };
  // 51 columns leave (51 - 7) / 2 = 22 a list
  expect(sideBySide(left, right, 51).split('\n')).toEqual([
    '   unsteered               Horror +1',
    ' 1   Alpha                 ● Beta',
    ' 2   A title that is far…',
  ]);
});
