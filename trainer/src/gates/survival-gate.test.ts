import type { GateRule } from '@trimtab/shared/gates.ts';
import type { Survival } from '@trimtab/shared/survival.ts';
import { expect, it } from 'vitest';
import { exampleContent } from '../../testing/example-content.ts';
import { boundsSchema } from './bounds.ts';
import type { Tables } from './side.ts';
import { survivalGate } from './survival-gate.ts';

const bounds = boundsSchema.parse({}).concepts;

/** Tables with concepts of these ids; one that begins with `emergent:` is emergent. */
function tables(...ids: string[]): Tables {
  const { manifest, catalogue, concepts } = exampleContent('version-1');
  const [example] = concepts.concepts;
  if (example === undefined) throw new Error('the example has no concept');
  return {
    manifest: { ...manifest, modelVersion: 'version-1', format: 1, files: {} },
    catalogue,
    metrics: {},
    index: new Map(),
    concepts: {
      concepts: ids.map((id) => ({
        ...example,
        id,
        kind: id.startsWith('emergent') ? 'emergent' : 'attribute',
      })),
    },
  };
}

const shown = (rules: readonly GateRule[]): unknown[] =>
  rules.map(({ name, slice, figure, passed }) => [slice ?? name, figure, passed]);

const preset = (presets: number, ...ids: string[]) => ({
  modelVersion: 'version-1',
  concepts: Object.fromEntries(ids.map((id) => [id, 0.5])),
  presets,
});

const options = {
  candidate: tables('genre:a', 'genre:b'),
  against: tables('genre:a', 'genre:b', 'emergent:1', 'emergent:2'),
  survival: null,
  presets: null,
  bounds,
};

it('counts ids where nothing better is known', () => {
  expect(shown(survivalGate(options))).toEqual([
    ['attribute', 1, true],
    ['emergent', 0, false],
  ]);
});

it('goes by what concepts do where that was measured, and judges presets by it', () => {
  const survival: Survival = {
    against: 'version-1',
    concepts: [
      { id: 'genre:a', kind: 'attribute', survived: true },
      { id: 'genre:b', kind: 'attribute', survived: false },
      { id: 'emergent:1', kind: 'emergent', survived: true },
    ],
  };
  // Four live on with what they have; one loses a concept; one was dead before and counts for nothing.
  const presets = [
    preset(3, 'genre:a'),
    preset(1, 'genre:a', 'emergent:1', 'genre:old'),
    preset(1, 'genre:b'),
    preset(9, 'genre:old'),
  ];
  expect(shown(survivalGate({ ...options, survival, presets }))).toEqual([
    ['attribute', 0.5, false],
    ['emergent', 1, true],
    ['presets.survival', 4 / 5, false],
  ]);
});
