import { expect, test } from 'vitest';
import { lineageWords } from './lineage-words.ts';

test('a concept says how it came through, and how like itself it stayed', () => {
  expect(lineageWords(undefined)).toEqual([]);
  expect(lineageWords({ fate: 'new' })).toEqual(['It was found first in this version of the model.']);
  expect(lineageWords({ fate: 'weakened', since: 'v1', from: 'v2', score: 0.456, lastScore: 0.9 })).toEqual([
    'Since the last retraining it does less of what it did.',
    'What it does to lists agrees at 0.46 of 1 with what it did in version v1, its first.',
    'With the version before this one it agrees at 0.90.',
  ]);
});
