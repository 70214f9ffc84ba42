import { expect, it } from 'vitest';
import { chosen } from './choose.ts';

const kept = { how: 'kept', score: 0.86, last: 0.99 };
const jump = { how: 'to birth', score: 0.95, last: 0.88 };
const step = { how: 'between', score: 0.92, last: 0.93 };

it('takes what survives the night, and of that what is nearest to the birth', () => {
  expect(chosen([kept, jump, step])).toBe(step);
  expect(chosen([kept, jump])).toBe(kept);
  expect(chosen([step, { ...kept, score: 0.93 }])).toMatchObject({ how: 'kept' });
});

it('takes what is nearest to the birth where nothing survives, and the first of equals', () => {
  const lost = { ...kept, last: 0.4 };
  expect(chosen([lost, jump])).toBe(jump);
  expect(chosen([kept, { ...kept, how: 'later' }])).toBe(kept);
  expect(chosen([])).toBeUndefined();
});
