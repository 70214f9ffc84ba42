// The graphs, run in onnxruntime-web, against the network written a second time.
import { readTable } from '@trimtab/shared/gradient/item-table.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { describe, expect, it } from 'vitest';
import { edit, history, largestDifference, model, withGraphs } from '../../testing/example-graphs.ts';
import { buildGraphs } from './graphs.ts';
import { WeightError } from '../files/weights.ts';
import { referenceForward } from '../../testing/reference-network.ts';

describe('fp32 graphs against the reference', () => {
  // Float32 sums of up to 32 terms of size 1 to 10 are off by a few 1e-6; 1e-4 is the contract.
  const tolerance = 1e-4;
  const cases: [string, number][] = [
    ['final', 2],
    ['blocks.0', 2],
    ['blocks.1', 2],
    ['blocks.0', 3],
    ['final', 1],
  ];
  it.each(cases)('at %s of %i blocks, for histories of 1, 5 and maxLength items', async (hook, blocks) => {
    const options = model(hook, 'fp32', { blocks });
    const edits = [new Float32Array(32), edit(32, { 3: 2, 9: -1.5 }), edit(32, { 30: 4 })];
    await withGraphs(options, async (session) => {
      for (const length of [1, 5, 12]) {
        const items = history(length, 40);
        const expected = referenceForward(options, items, edits);
        const actual = await session.run(items, edits);
        expect(largestDifference(actual.hidden, expected.hidden)).toBeLessThan(tolerance);
        expect(largestDifference(actual.latents, expected.latents)).toBeLessThan(tolerance);
        actual.scores.forEach((row, i) => {
          expect(largestDifference(row, expected.scores[i] ?? [])).toBeLessThan(tolerance);
        });
      }
    });
  });
});

describe('an edit of the last state', () => {
  it.each(['final', 'blocks.0'])('behind the latents, as the reference adds it at %s', async (hook) => {
    const options = model(hook, 'fp32');
    const edits = [edit(48, { 3: 2, 9: -1.5, 33: 1, 40: -2 }), edit(48, { 47: 4 }), new Float32Array(48)];
    await withGraphs(options, async (session) => {
      const items = history(5, 40);
      const expected = referenceForward(options, items, edits);
      const actual = await session.run(items, edits);
      actual.scores.forEach((row, i) => {
        expect(largestDifference(row, expected.scores[i] ?? [])).toBeLessThan(1e-4);
      });
    });
  });

  it('of zeros gives the scores of an edit that names none, bit for bit', async () => {
    await withGraphs(model('blocks.0', 'int8'), async (session) => {
      const items = history(5, 40);
      const [narrow, wide] = [
        await session.run(items, [edit(32, { 3: 2 })]),
        await session.run(items, [edit(48, { 3: 2 })]),
      ];
      expect(wide.scores).toEqual(narrow.scores);
    });
  });

  it('moves scores by the rows of the table that is built beside the int8 graphs', async () => {
    const options = model('blocks.0', 'int8', { items: 5000 });
    const table = readTable(buildGraphs(options).table ?? new Uint8Array(), 5000, 16);
    await withGraphs(options, async (session) => {
      const items = history(5, 40);
      const change = edit(48, { 34: 0.5, 41: -0.25 });
      const { scores } = await session.run(items, [new Float32Array(48), change]);
      const row = new Float64Array(16);
      for (const item of [0, 1, 63, 64, 4097, 4999]) {
        table.read(item, row, 0);
        const moved = (scores[1]?.[item] ?? NaN) - (scores[0]?.[item] ?? NaN);
        // The head quantises states to 127 steps, so that a score is off by a hundredth of its size.
        expect(moved).toBeCloseTo(0.5 * (row[2] ?? NaN) - 0.25 * (row[9] ?? NaN), 1);
      }
    });
  });
});

describe('the latents of each kind of autoencoder', () => {
  it.each(['topk', 'batch-topk', 'relu-l1'] as const)('%s, as the reference selects them', async (kind) => {
    const options = model('blocks.0', 'fp32', { kind });
    await withGraphs(options, async (session) => {
      const items = history(5, 40);
      const edits = [edit(32, { 3: 2 })];
      const expected = referenceForward(options, items, edits);
      const actual = await session.run(items, edits);
      expect(largestDifference(actual.latents, expected.latents)).toBeLessThan(1e-4);
      expect(largestDifference(actual.scores[0] ?? [], expected.scores[0] ?? [])).toBeLessThan(1e-4);
      const active = actual.latents.filter((value) => value > 0).length;
      const some = { topk: active === 4, 'batch-topk': active > 4 && active < 16, 'relu-l1': active > 12 };
      expect(some[kind]).toBe(true);
    });
  });
});

describe('the latents of an autoencoder that refines its codes', () => {
  it.each(['final', 'blocks.0'])(
    "are the reference's at %s, and not those of the first look",
    async (hook) => {
      const sizes = { hiddenSize: 16, latents: 32 };
      const [again, once] = [true, false].map((refined) => model(hook, 'fp32', { ...sizes, refined }));
      if (again === undefined || once === undefined) throw new Error('two models');
      await withGraphs(again, async (session) => {
        const items = history(5, 40);
        const edits = [edit(32, { 3: 2 })];
        const expected = referenceForward(again, items, edits);
        const actual = await session.run(items, edits);
        expect(largestDifference(actual.latents, expected.latents)).toBeLessThan(1e-4);
        expect(largestDifference(actual.scores[0] ?? [], expected.scores[0] ?? [])).toBeLessThan(1e-4);
        expect(
          largestDifference(actual.latents, referenceForward(once, items, edits).latents),
        ).toBeGreaterThan(0.01);
      });
    },
  );
});

describe('an edit of zeros', () => {
  it.each([
    ['final', 'gptrec'],
    ['blocks.0', 'gptrec'],
    ['blocks.0', 'bert4rec'],
  ] as const)('scores exactly as no edit, alone and beside another, at %s of %s', async (hook, kind) => {
    await withGraphs(model(hook, 'int8', { blocks: 3, architecture: { kind } }), async (session) => {
      const items = history(7, 40);
      const base = await session.run(items);
      const zeros = new Float32Array(32);
      const pair = await session.run(items, [edit(32, { 1: 50, 2: -30 }), zeros]);
      expect(pair.scores[1]).toEqual(base.scores[0]);
      expect(pair.scores[0]).not.toEqual(base.scores[0]);
    });
  });

  // Sizes that are no multiple of a vector's width take other paths through the kernels.
  it.each([
    ['fp32', 16, 'gptrec'],
    ['fp32', 50, 'gptrec'],
    ['int8', 50, 'gptrec'],
    ['int8', 128, 'gptrec'],
    ['int8', 16, 'bert4rec'],
    ['fp32', 50, 'bert4rec'],
  ] as const)(
    'and an edit too score the same alone and beside others, in %s of size %i, %s',
    async (precision, hiddenSize, kind) => {
      const sizes = { hiddenSize, items: 101, blocks: 3, architecture: { kind } };
      await withGraphs(model('blocks.0', precision, sizes), async (session) => {
        const edits = [new Float32Array(32), edit(32, { 1: 0.7 }), edit(32, { 4: -3, 8: 0.1 })];
        for (const items of [history(1, 101), history(7, 101)]) {
          const together = await session.run(items, edits);
          for (const [row, only] of edits.entries()) {
            expect((await session.run(items, [only])).scores[0]).toEqual(together.scores[row]);
          }
        }
      });
    },
  );
});

describe('int8 graphs', () => {
  it.each(['final', 'blocks.0'])('keep at least 90% of the top 10 of a random model at %s', async (hook) => {
    const sizes = { items: 500, hiddenSize: 32, latents: 64 };
    const options = model(hook, 'int8', sizes);
    const edits = [new Float32Array(64), edit(64, { 5: 3 })];
    let kept = 0;
    await withGraphs(options, async (session) => {
      for (let seed = 0; seed < 10; seed++) {
        const items = history(1 + seed, 500, seed);
        const expected = referenceForward(options, items, edits);
        const actual = await session.run(items, edits);
        actual.scores.forEach((row, i) => {
          const best = new Set(topK(expected.scores[i] ?? [], 10));
          kept += topK(row, 10).filter((item) => best.has(item)).length;
        });
      }
    });
    expect(kept / 200).toBeGreaterThan(0.9);
  });

  it('are at most a third of fp32 where the item table is most of the model', () => {
    const sizes = { items: 5000, hiddenSize: 32, latents: 16 };
    const size = (precision: 'fp32' | 'int8'): number => {
      const { encoder, head } = buildGraphs(model('final', precision, sizes));
      return encoder.length + head.length;
    };
    expect(size('int8') / size('fp32')).toBeLessThan(1 / 3);
  });
});

describe('latents', () => {
  it.each([
    ['final', 'gptrec', false],
    ['blocks.0', 'gptrec', true],
    ['blocks.0', 'bert4rec', false],
  ] as const)('come from the encoder, and scores do without, at %s of %s', async (hook, kind, refined) => {
    await withGraphs(model(hook, 'int8', { refined, architecture: { kind } }), async (session) => {
      const [one, other] = [await session.encode(history(5, 40)), await session.encode(history(6, 40, 9))];
      const own = await session.score(one);
      const code = other['context.code'];
      if (code === undefined) throw new Error('the encoder gives no code');
      const mixed = await session.score({ ...one, 'context.code': code });
      expect(mixed.latents).toEqual((await session.score(other)).latents);
      expect(mixed.latents).not.toEqual(own.latents);
      expect(mixed.scores).toEqual(own.scores);
    });
  });

  it('keep the first of equal values', async () => {
    const options = model('final', 'fp32');
    const { data } = options.autoencoderWeights['encoder.weight'] ?? { data: new Float32Array() };
    data.fill(0);
    options.autoencoderWeights['encoder.bias'] = { shape: [32], data: new Float32Array(32).fill(2) };
    await withGraphs(options, async (session) => {
      const { latents } = await session.run(history(3, 40));
      // Every latent is relu(0 + 2), and the first k = 4 stay.
      expect(Array.from(latents)).toEqual([2, 2, 2, 2, ...Array.from({ length: 28 }, () => 0)]);
    });
  });
});

describe('what does not fit', () => {
  it('a hook that the model lacks', () => {
    expect(() => buildGraphs(model('blocks.2', 'fp32'))).toThrow(
      'no hook blocks.2: expected final or blocks.0',
    );
  });

  it('a weight that is missing or of another shape', () => {
    const options = model('final', 'fp32');
    delete options.weights['blocks.1.out.bias'];
    expect(() => buildGraphs(options)).toThrow(WeightError);
    options.weights['blocks.1.out.bias'] = { shape: [3], data: new Float32Array(3) };
    expect(() => buildGraphs(options)).toThrow('blocks.1.out.bias has shape [3]');
  });
});
