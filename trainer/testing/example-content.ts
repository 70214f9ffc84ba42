// The smallest content of an artifact that fits every schema, for tests: two items, one concept, graphs of two bytes.
import type { ArtifactContent } from '../src/publish/artifact.ts';

export function exampleContent(modelVersion: string, headByte = 1): ArtifactContent {
  return {
    encoder: Uint8Array.of(8, 10),
    head: Uint8Array.of(8, headByte),
    catalogue: {
      ids: ['a', 'b'],
      titles: ['First', 'Second'],
      attributes: [{ id: 'genre:comedy', label: 'Comedy', kind: 'genre' }],
      itemAttributes: [[0], []],
      counts: [3, 1],
    },
    concepts: {
      concepts: [
        {
          id: 'genre:comedy',
          label: 'Comedy',
          kind: 'attribute',
          attribute: 'genre:comedy',
          labelScore: 0.9,
          latents: [{ index: 0, weight: 1 }],
          calibration: { up: 2, down: 1 },
          safeRange: { min: -1, max: 1 },
          density: 0.5,
          topItems: [0],
          promoted: [0],
          demoted: [1],
          histogram: { max: 1, counts: [1, 1] },
          neighbours: [],
        },
      ],
    },
    metrics: { timing: { stages: { train: 1 }, tokensPerSecond: 1, backend: 'wasm' } },
    manifest: {
      modelVersion,
      createdAt: '2026-11-22T12:00:00.000Z',
      data: { name: 'example', users: 2, items: 2, interactions: 4 },
      model: { kind: 'gptrec', hiddenSize: 4, blocks: 1, heads: 1, maxLength: 8 },
      hook: 'final',
      latents: 2,
      precision: 'int8',
    },
  };
}
