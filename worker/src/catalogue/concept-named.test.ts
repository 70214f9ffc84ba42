import type { Concept } from '@trimtab/shared/concepts.ts';
import { expect, test } from 'vitest';
import { conceptNamed } from './concept-named.ts';

const concept = (id: string, label: string): Concept => ({ id, label }) as unknown as Concept;
const gone = {
  id: 'emergent:gone',
  label: 'Gone',
  kind: 'emergent' as const,
  attribute: null,
  labelScore: 0.5,
  lastIn: 'v2',
  nearest: [
    { id: 'genre:noir', correlation: 0.6 },
    { id: 'emergent:gone-since', correlation: 0.5 },
  ],
};
const model = { concepts: new Map([['genre:noir', concept('genre:noir', 'Noir')]]), lost: [gone] };

test('a concept that a retraining lost is told with the living ones that do most of the same', () => {
  expect(conceptNamed(model, 'genre:noir').label).toBe('Noir');
  expect(() => conceptNamed(model, 'emergent:gone')).toThrow(
    'A retraining lost Gone (emergent:gone), which version v2 had. Most of the same is done by Noir (genre:noir).',
  );
  expect(() => conceptNamed({ ...model, concepts: new Map() }, 'emergent:gone')).toThrow(
    'Nothing that it has does the same.',
  );
  expect(() => conceptNamed(model, 'genre:typo')).toThrow('The model has no concept genre:typo');
});
