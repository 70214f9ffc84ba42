// Where activations are dropped while training, and at which rates.
import type * as tf from '@tensorflow/tfjs-core';
import { dropOut, scrambled } from '../tensorflow/operations/ops.ts';

/** Drops activations while training; the identity otherwise. */
export type Dropout = <T extends tf.Tensor>(x: T) => T;

/** The places where activations are dropped: the input, the shares of attention, and what each branch adds. */
export interface Dropouts {
  embedding: Dropout;
  attention: Dropout;
  branch: Dropout;
}

/** Drops nothing. */
export const KEEP_ALL: Dropout = (x) => x;

export const NO_DROPOUT: Dropouts = { embedding: KEEP_ALL, attention: KEEP_ALL, branch: KEEP_ALL };

export interface DropoutRates {
  /** Of what branches add, and of the input unless that is given. */
  dropout: number;
  embeddingDropout?: number | undefined;
  /** 0 unless given. */
  attentionDropout?: number | undefined;
}

/** All of a step's masks from one seed: each place draws from a stream of its own. */
export function seededDropouts(rates: DropoutRates, seed: number): Dropouts {
  const { dropout, embeddingDropout = dropout, attentionDropout = 0 } = rates;
  return {
    embedding: seededDropout(embeddingDropout, seed ^ 0x2545f491),
    attention: seededDropout(attentionDropout, seed ^ 0x4f6cdd1d),
    branch: seededDropout(dropout, seed),
  };
}

/**
 * x · mask / (1 - rate), mask ~ Bernoulli(1 - rate) to a precision of 1/256 (Srivastava et al. 2014).
 *
 * @param rate share of activations dropped, from 0 to below 1
 * @param seed the same seed draws the same masks in the same order
 */
export function seededDropout(rate: number, seed: number): Dropout {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout ${rate}: expected 0 or more and below 1`);
  const dropped = Math.min(255, Math.round(rate * 256));
  if (dropped === 0) return KEEP_ALL;
  let drawn = 0;
  return (x) => dropOut(x, dropped, scrambled(scrambled(seed) + ++drawn));
}
