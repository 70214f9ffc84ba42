// How much of a moving average of the weights a step keeps.

/** δ of a step, which counts from 1: early on, the start counts for little. */
export const keptShare = (decay: number, step: number): number => Math.min(decay, (1 + step) / (10 + step));
