import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { referenceForward } from '../../testing/reference-network.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { encode, scoreItems } from './encode.ts';
import { blocksAfter, disposeState, scoresFromHook, stopAtHook } from './head.ts';
import { disposeRecommender, loadRecommender } from './initialise.ts';
import type { Recommender } from './recommender.ts';
import type { RecommenderConfig } from './weights.ts';
import type { Weights } from '../files/weights.ts';

const config: RecommenderConfig = {
  kind: 'gptrec',
  items: 9,
  hiddenSize: 8,
  feedForwardSize: 12,
  blocks: 3,
  heads: 2,
  maxLength: 6,
};
/** Each option of the network by itself, and all together; 20 items are beyond the distances with a bucket each. */
const OPTIONS: [string, RecommenderConfig][] = [
  ['plain', config],
  ['ligr', { ...config, block: 'ligr' }],
  ['relative', { ...config, positions: 'relative', maxLength: 20 }],
  ['separate', { ...config, output: 'separate' }],
  ['bert4rec', { ...config, kind: 'bert4rec' }],
  [
    'bert4rec with all',
    {
      ...config,
      kind: 'bert4rec',
      block: 'ligr',
      positions: 'relative',
      output: 'separate',
      maxLength: 20,
    },
  ],
  ['all', { ...config, block: 'ligr', positions: 'relative', output: 'separate', maxLength: 20 }],
];
const weightsOf = (of: RecommenderConfig): Weights => randomRecommender(of, seeded(1));
const HOOKS = ['blocks.0', 'blocks.1', 'blocks.2', 'final'];
const history = [3, 1, 4, 1, 5];
const change = [0.5, -1, 0, 0.25, 0, 2, -0.5, 1];
/** float32 sums of some dozen terms of about 1, in another order. */
const TOLERANCE = 1e-5;

/** Runs with a model that is disposed of afterwards, and expects no tensor to be left. */
function withModel<T>(use: (model: Recommender) => T, of: RecommenderConfig = config): T {
  const before = tf.memory().numTensors;
  const model = loadRecommender(of, weightsOf(of));
  const result = use(model);
  disposeRecommender(model);
  expect(tf.memory().numTensors - before).toBe(0);
  return result;
}

/** Scores of each history, run in one batch. */
function scoresAt(model: Recommender, hook: string, histories: number[][], added?: number[]): number[][] {
  const state = stopAtHook(model, hook, histories);
  const scores = tf.tidy(() => {
    const rows = added === undefined ? undefined : tf.tensor2d(histories.map(() => added));
    return scoresFromHook(model, state, rows).arraySync();
  });
  disposeState(state);
  return scores;
}

function difference(a: number[] = [], b: number[] = []): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
}

/** What the second implementation gives, with the change as the edit of an autoencoder that decodes to itself. */
function referenceScores(hook: string, items: number[], added: number[], recommender = config): number[] {
  const identity = Float32Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0));
  const autoencoderWeights = {
    'encoder.weight': { shape: [8, 8], data: identity },
    'encoder.bias': { shape: [8], data: new Float32Array(8) },
    'decoder.weight': { shape: [8, 8], data: identity },
    'decoder.bias': { shape: [8], data: new Float32Array(8) },
  };
  const autoencoder = { kind: 'topk', hiddenSize: 8, latents: 8, k: 8 } as const;
  const model = { recommender, weights: weightsOf(recommender), autoencoder, autoencoderWeights, hook };
  return referenceForward(model, items, [added]).scores[0] ?? [];
}

describeOnEachBackend('scoresFromHook', () => {
  it.each(HOOKS)('gives the scores of the whole network when nothing is changed at %s', (hook) => {
    withModel((model) => {
      const whole = tf.tidy(() => {
        const hidden = encode(model, tf.tensor2d([history], [1, 5], 'int32'));
        return scoreItems(model, tf.slice(hidden, [4, 0], [1, 8])).arraySync();
      });
      expect(difference(scoresAt(model, hook, [history])[0], whole[0])).toBeLessThan(TOLERANCE);
    });
  });

  it.each(HOOKS)('runs what comes after %s on the changed state, as a second implementation does', (hook) => {
    withModel((model) => {
      const [scores] = scoresAt(model, hook, [history], change);
      expect(difference(scores, referenceScores(hook, history, change))).toBeLessThan(TOLERANCE);
    });
  });

  it.each(HOOKS)('scores a history alike whatever it shares a batch with, at %s', (hook) => {
    withModel((model) => {
      const histories = [[2], history, [7, 8, 0, 1, 2, 3], [5, 5]];
      const together = scoresAt(model, hook, histories, change);
      const alone = histories.map((one) => scoresAt(model, hook, [one], change)[0]);
      together.forEach((scores, i) => expect(difference(scores, alone[i])).toBeLessThan(TOLERANCE));
    });
  });

  it('uses the newest items of a history that is too long', () => {
    withModel((model) => {
      const long = [8, 7, 6, 5, 4, 3, 2, 1];
      expect(scoresAt(model, 'blocks.0', [long])).toEqual(scoresAt(model, 'blocks.0', [long.slice(-6)]));
    });
  });

  it('refuses an empty history, and leaves nothing behind', () => {
    withModel((model) => {
      expect(() => stopAtHook(model, 'final', [[1], []])).toThrow('history 1 is empty');
    });
  });
});

describeOnEachBackend('the network with its options', () => {
  it.each(OPTIONS)('%s: runs on from the hook as a second implementation does', (_, of) => {
    const histories = [
      [2],
      history,
      [...history, 7, 8, 0, 1, 2, 3, 6, 6, 5, 4, 0, 1, 2, 8, 3].slice(-of.maxLength),
    ];
    withModel((model) => {
      for (const hook of ['blocks.0', 'blocks.1']) {
        const together = scoresAt(model, hook, histories, change);
        together.forEach((scores, i) => {
          const expected = referenceScores(hook, histories[i] ?? [], change, of);
          expect(difference(scores, expected)).toBeLessThan(TOLERANCE);
        });
      }
    }, of);
  });
});

describeOnEachBackend('encode', () => {
  it('lets no position see a later one', () => {
    withModel((model) => {
      const hiddenOf = (items: number[]): number[][] =>
        tf.tidy(() => encode(model, tf.tensor2d([items], [1, items.length], 'int32')).arraySync());
      const [one, other] = [hiddenOf([3, 1, 4, 1]), hiddenOf([3, 1, 4, 8])];
      expect(one.slice(0, 3)).toEqual(other.slice(0, 3));
      expect(one[3]).not.toEqual(other[3]);
      expect(difference(one[1], hiddenOf([3, 1])[1])).toBeLessThan(TOLERANCE);
    });
  });
});

describe('blocksAfter', () => {
  it('counts the blocks that the head reruns', () => {
    expect(blocksAfter('blocks.0', 3)).toEqual([1, 2]);
    expect(blocksAfter('blocks.2', 3)).toEqual([]);
    expect(blocksAfter('final', 3)).toEqual([]);
  });

  it.each(['blocks.3', 'blocks.-1', 'blocks.', 'blocks.0.5', 'embedding'])(
    'names a hook it lacks: %s',
    (hook) => {
      expect(() => blocksAfter(hook, 3)).toThrow(
        new RangeError(`hook point "${hook}": the model has blocks.0 to blocks.2, and final`),
      );
    },
  );
});
