import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomRecommender, seeded } from '../../testing/random-weights.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { valuesOf as numbersOf } from '../../testing/gradient-check.ts';
import { encode } from './encode.ts';
import { disposeRecommender, loadRecommender } from './initialise.ts';
import {
  MASKED,
  attentionMask,
  longestSequence,
  placeOf,
  plainSequences,
  scoringSequences,
} from './sequences.ts';
import type { Sequences } from './sequences.ts';
import type { RecommenderConfig } from './weights.ts';

const gptrec: RecommenderConfig = {
  kind: 'gptrec',
  items: 9,
  hiddenSize: 4,
  feedForwardSize: 4,
  blocks: 1,
  heads: 2,
  maxLength: 3,
};
const bert4rec: RecommenderConfig = { ...gptrec, kind: 'bert4rec' };

function valuesOf({ items, lengths }: Sequences): { items: number[][]; lengths: number[] } {
  const values = items.arraySync();
  items.dispose();
  return { items: values, lengths };
}

describeOnEachBackend('sequences', () => {
  it('are the newest items of each history, for BERT4Rec with [MASK] after them', () => {
    const histories = [[5], [1, 2, 3, 4]];
    expect(valuesOf(scoringSequences(gptrec, histories))).toEqual({
      items: [
        [5, 0, 0],
        [2, 3, 4],
      ],
      lengths: [1, 3],
    });
    expect(valuesOf(scoringSequences(bert4rec, histories))).toEqual({
      items: [
        [5, 9, 0, 0],
        [2, 3, 4, 9],
      ],
      lengths: [2, 4],
    });
    expect(valuesOf(plainSequences(bert4rec, [[9, 1]]))).toEqual({ items: [[9, 1]], lengths: [2] });
  });

  it('refuse an empty history, and an item beyond the catalogue', () => {
    expect(() => scoringSequences(gptrec, [[1], []])).toThrow('history 1 is empty');
    expect(() => scoringSequences(gptrec, [[1], [9]])).toThrow(
      'history 1 has item 9, but the model knows items 0 to 8',
    );
    expect(() => plainSequences(bert4rec, [[10]])).toThrow('history 0 has item 10');
  });

  it('are refused by the network when they are longer than it', () => {
    const model = loadRecommender(gptrec, randomRecommender(gptrec, seeded(1)));
    const long = tf.tensor2d([[1, 2, 3, 4]], [1, 4], 'int32');
    expect(() => encode(model, long)).toThrow('a sequence of 4 positions: the model has 3');
    long.dispose();
    disposeRecommender(model);
  });
});

describeOnEachBackend('attentionMask', () => {
  it('hides what is later from GPTRec, and from BERT4Rec only what is after the end', () => {
    tf.tidy(() => {
      expect(numbersOf(attentionMask(gptrec, [2, 1], 2))).toEqual([0, MASKED, 0, 0]);
      expect(numbersOf(attentionMask(bert4rec, [2, 1], 2))).toEqual([0, 0, 0, MASKED]);
    });
  });
});

describe('placeOf', () => {
  it('counts from the first, for BERT4Rec from the last', () => {
    expect([0, 1, 2].map((i) => placeOf(gptrec, i, 3))).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((i) => placeOf(bert4rec, i, 3))).toEqual([2, 1, 0]);
    expect([longestSequence(gptrec), longestSequence(bert4rec)]).toEqual([3, 4]);
  });
});
