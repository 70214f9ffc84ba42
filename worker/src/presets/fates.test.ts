import { expect, test } from 'vitest';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { fatesOf, hasChanged, idleConcepts, type Known } from './fates.ts';

const concept = (id: string, more: Partial<Concept> = {}): Concept => ({
  id,
  label: `Label of ${id}`,
  kind: 'emergent',
  attribute: null,
  labelScore: 0.5,
  latents: [{ index: 0, weight: 1 }],
  calibration: { up: 1, down: 0 },
  safeRange: { min: 0, max: 1 },
  density: 0.1,
  topItems: [],
  promoted: [],
  demoted: [],
  histogram: { max: 0, counts: [] },
  neighbours: [],
  ...more,
});

const living = [
  concept('emergent:old'),
  concept('emergent:new', { lineage: { fate: 'new' } }),
  concept('emergent:weak', { lineage: { since: 'v1', from: 'v2', fate: 'weakened', score: 0.7 } }),
];
const model: Known = {
  concepts: new Map(living.map((one) => [one.id, one])),
  lost: [
    {
      id: 'emergent:gone',
      label: 'Gone',
      kind: 'emergent',
      attribute: null,
      labelScore: 0.5,
      since: 'v1',
      lastIn: 'v2',
      score: 0.3,
      nearest: [
        { id: 'emergent:weak', correlation: 0.6 },
        { id: 'emergent:gone-since', correlation: 0.5 },
      ],
    },
  ],
};

test('says of each concept what became of it, and which living ones are nearest to a lost one', () => {
  const saved = {
    'emergent:old': 1,
    'emergent:new': 1,
    'emergent:weak': 1,
    'emergent:gone': 1,
    'genre:typo': 1,
  };
  expect(fatesOf(model, saved)).toEqual([
    { concept: 'emergent:old', fate: 'kept' }, // of a version without lineage
    { concept: 'emergent:new', fate: 'kept' },
    { concept: 'emergent:weak', fate: 'weakened', since: 'v1', score: 0.7 },
    {
      concept: 'emergent:gone',
      label: 'Gone',
      fate: 'lost',
      since: 'v1',
      score: 0.3,
      nearest: [{ id: 'emergent:weak', label: 'Label of emergent:weak', correlation: 0.6 }],
    },
    { concept: 'genre:typo', fate: 'unknown' },
  ]);
});

test('tells whoever saved it of what is weaker or gone', () => {
  expect(hasChanged(fatesOf(model, { 'emergent:old': 1 }))).toBe(false);
  expect(hasChanged(fatesOf(model, { 'emergent:old': 1, 'emergent:weak': 1 }))).toBe(true);
});

test('finds concepts that do nothing: unknown ones, and strengths that move nothing', () => {
  const idle = idleConcepts(model, {
    'genre:typo': 'never',
    'emergent:old': -1,
    'emergent:new': 1,
    'emergent:weak': 0,
  });
  expect(idle).toEqual(['genre:typo', 'emergent:old']);
});
