// The graphs of each option and kind of recommender, against the network written a second time.
import { describe, expect, it } from 'vitest';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { edit, history, largestDifference, model, withGraphs } from '../../testing/example-graphs.ts';
import { referenceForward } from '../../testing/reference-network.ts';

describe('each option of the network, in fp32 and int8 against the reference', () => {
  const options: Record<string, Partial<RecommenderConfig>> = {
    ligr: { block: 'ligr' },
    relative: { positions: 'relative', maxLength: 40 }, // 40 items reach beyond the buckets of one distance each
    separate: { output: 'separate' },
    bert4rec: { kind: 'bert4rec' },
    'bert4rec with all': {
      kind: 'bert4rec',
      block: 'ligr',
      positions: 'relative',
      output: 'separate',
      maxLength: 40,
    },
    'all at once': { block: 'ligr', positions: 'relative', output: 'separate', maxLength: 40 },
  };
  const hooks: [string, number][] = [
    ['blocks.0', 3],
    ['blocks.1', 2],
    ['final', 2],
  ];
  const cases = Object.keys(options).flatMap((name) =>
    hooks.map(([hook, blocks]) => ({ name, hook, blocks, architecture: options[name] ?? {} })),
  );
  it.each(cases)('$name at $hook of $blocks blocks', async ({ hook, blocks, architecture }) => {
    const exact = model(hook, 'fp32', { blocks, architecture });
    const edits = [new Float32Array(32), edit(32, { 3: 2, 9: -1.5 })];
    for (const length of [1, exact.recommender.maxLength]) {
      const items = history(length, 40);
      const expected = referenceForward(exact, items, edits);
      await withGraphs(exact, async (session) => {
        const { hidden, scores } = await session.run(items, edits);
        expect(largestDifference(hidden, expected.hidden)).toBeLessThan(1e-4);
        scores.forEach((row, i) =>
          expect(largestDifference(row, expected.scores[i] ?? [])).toBeLessThan(1e-4),
        );
      });
      await withGraphs({ ...exact, precision: 'int8' }, async (session) => {
        const { scores } = await session.run(items, edits);
        // steps of 1/127 in each product: a few percent of the scores' own spread
        const spread = Math.max(...(expected.scores[0] ?? [])) - Math.min(...(expected.scores[0] ?? []));
        scores.forEach((row, i) =>
          expect(largestDifference(row, expected.scores[i] ?? [])).toBeLessThan(0.1 * spread),
        );
      });
    }
  });
});
