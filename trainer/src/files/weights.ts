// Named weights outside the backend: what checkpoints hold and what export reads.

export interface Weight {
  shape: number[];
  data: Float32Array;
}

export type Weights = Record<string, Weight>;
