import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import type { DropoutRates } from './dropout.ts';
import { seededDropout, seededDropouts } from './dropout.ts';

function dropped(rate: number, seed: number, size: number): number[] {
  return tf.tidy(() => Array.from(seededDropout(rate, seed)(tf.ones([size])).dataSync()));
}

describeOnEachBackend('seededDropout', () => {
  it('drops its share and scales the rest so that the mean stays', () => {
    const values = dropped(0.25, 1, 40_000);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    const share = values.filter((x) => x === 0).length / values.length;
    expect(Math.abs(share - 0.25)).toBeLessThan(0.011); // five standard errors of √(.25·.75/40,000) = .0022
  });

  it('draws the same masks for a seed, others for another, and others the next time', () => {
    expect(dropped(0.5, 7, 101)).toEqual(dropped(0.5, 7, 101));
    expect(dropped(0.5, 7, 101)).not.toEqual(dropped(0.5, 8, 101));
    tf.tidy(() => {
      const dropout = seededDropout(0.5, 7);
      const [first, second] = [dropout(tf.ones([101])), dropout(tf.ones([101]))];
      expect(first.dataSync()).not.toEqual(second.dataSync());
    });
  });

  it('draws from a seed of 0 too, which would keep the generator at 0', () => {
    expect(dropped(0.5, 0, 100)).toContain(Math.fround(2));
  });

  it('keeps all at rate 0, something at a rate near 1, and refuses 1', () => {
    expect(dropped(0, 1, 5)).toEqual([1, 1, 1, 1, 1]);
    expect(dropped(0.999, 1, 5000).some((x) => x > 0)).toBe(true);
    expect(() => seededDropout(1, 1)).toThrow('dropout 1: expected 0 or more and below 1');
  });
});

/** The share of activations that each place keeps. */
const keptShares = (rates: DropoutRates): Record<string, number> =>
  tf.tidy(() => {
    const ones = tf.ones([4000]);
    const shares = Object.entries(seededDropouts(rates, 1)).map(([place, drop]) => {
      const left = tf.cast(tf.greater(drop(ones), 0), 'float32');
      return [place, Math.round(10 * (tf.mean(left).dataSync()[0] ?? NaN)) / 10];
    });
    return Object.fromEntries(shares) as Record<string, number>;
  });

describeOnEachBackend('seededDropouts', () => {
  it('drops the input as the branches, and no attention, unless told otherwise', () => {
    expect(keptShares({ dropout: 0.3 })).toEqual({ embedding: 0.7, attention: 1, branch: 0.7 });
    expect(keptShares({ dropout: 0.3, embeddingDropout: 0.1, attentionDropout: 0.5 })).toEqual({
      embedding: 0.9,
      attention: 0.5,
      branch: 0.7,
    });
  });

  it('draws each place from a stream of its own', () => {
    tf.tidy(() => {
      const { embedding, attention, branch } = seededDropouts({ dropout: 0.5, attentionDropout: 0.5 }, 3);
      const masks = [embedding, attention, branch].map((drop) =>
        Array.from(drop(tf.ones([64])).dataSync()).join(),
      );
      expect(new Set(masks).size).toBe(3);
    });
  });
});
