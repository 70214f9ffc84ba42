import { describe, expect, it } from 'vitest';
import { distinctConcepts } from './distinct-concepts.ts';
import { firingsOf } from './firings.ts';

/** Latents 0 and 1 point the same way nearly (cosine .8), 2 and 3 elsewhere. */
const autoencoder = {
  'decoder.weight': { shape: [4, 3], data: Float32Array.of(1, 0, 0, 0.8, 0.6, 0, 0, 0, 1, 0, 1, 0) },
};

/** One latent a row: 0, 1, 2, 3, and 2 with 3 together on the last two rows. */
const codes = {
  k: 2,
  latent: Int32Array.of(0, -1, 1, -1, 2, -1, 3, -1, 2, 3, 2, 3),
  value: Float32Array.of(1, 0, 1, 0, 2, 0, 1, 0, 3, 1, 1, 1),
};
const rows = Int32Array.of(0, 1, 2, 3, 4, 5);
const concept = (...indices: number[]) => ({ latents: indices.map((index) => ({ index, weight: 1 })) });
const count = (...concepts: ReturnType<typeof concept>[]) =>
  distinctConcepts(concepts, autoencoder, codes, rows);

describe('distinctConcepts', () => {
  it('counts concepts of one direction once', () => {
    expect(count(concept(0), concept(1))).toBe(1);
    expect(count(concept(0), concept(2))).toBe(2);
  });

  it('counts concepts that fire together once', () => {
    expect(count(concept(2), concept(3))).toBe(2); // Jaccard 2 of 4: not above a half
    const fewer = rows.subarray(1); // without a row of neither: the same
    expect(distinctConcepts([concept(2), concept(3)], autoencoder, codes, fewer.subarray(2))).toBe(1); // 2 of 3
  });

  it('holds each against those kept, not against those dropped', () => {
    // 1 is dropped for 0; 1 with 3 (cosine .42 with 0, .93 with 1) is held against 0 alone
    expect(count(concept(0), concept(1), concept(1, 3))).toBe(2);
    expect(count()).toBe(0);
  });
});

describe('firingsOf', () => {
  it('lists the rows of each latent, strongest first', () => {
    const firings = firingsOf(codes, 4, Int32Array.of(2, 4, 5));
    expect(firings.map((firing) => Array.from(firing.rows))).toEqual([[], [], [4, 2, 5], [4, 5]]);
    expect(Array.from(firings[2]?.values ?? [])).toEqual([3, 2, 1]);
  });
});
