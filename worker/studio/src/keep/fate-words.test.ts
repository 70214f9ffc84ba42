import { expect, test } from 'vitest';
import { fateWords, isNews } from './fate-words.ts';

test('a fate is told with how like itself a living concept stayed', () => {
  expect(fateWords({ fate: 'kept' })).toBe('does what it did');
  expect(fateWords({ fate: 'weakened', score: 0.715 })).toBe(
    'does less of what it did (agrees at 0.71 of 1)',
  );
  expect(fateWords({ fate: 'lost', score: 0.3 })).toBe('is lost, and does nothing');
});

test('what still does what it did is no news', () => {
  const fates = ['kept', 'rebuilt', 'weakened', 'lost', 'unknown'] as const;
  expect(fates.filter((fate) => isNews({ fate }))).toEqual(['weakened', 'lost', 'unknown']);
});
