// Seeded random numbers: integer arithmetic only, so that a seed gives the same numbers on every platform.

/** What a checkpoint keeps of a generator: four 32-bit words, and the spare that `normal` holds back (or null). */
export interface RandomState {
  words: [number, number, number, number];
  spare: number | null;
}

/**
 * xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32.
 *
 * Two generators with the same seed and `stream` give the same numbers. Use a stream a purpose
 * (`createRandom(seed, 'dropout')`), so that a draw more in one place does not change every other place.
 */
export class Random {
  private words: [number, number, number, number];
  private spare: number | null;

  constructor(state: RandomState) {
    this.words = [...state.words];
    this.spare = state.spare;
  }

  /** A copy of the state: `new Random(random.state())` goes on with the same numbers. */
  state(): RandomState {
    return { words: [...this.words], spare: this.spare };
  }

  /** Uniform over the 2^32 unsigned integers. */
  bits(): number {
    const s = this.words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  next(): number {
    const high = this.bits() >>> 5; // 27 bits
    const low = this.bits() >>> 6; // 26 bits
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** Uniform over 0 … n - 1. */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) {
      throw new RangeError(`integer(n) needs a whole n of at least 1, got ${n}`);
    }
    return Math.floor(this.next() * n);
  }

  /** Whether an event of this probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.spare !== null) {
      const held = this.spare;
      this.spare = null;
      return held;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.integer(list.length)] as T;
  }

  /** Index i with probability weights[i] / Σ weights; weights are not negative and not all zero. */
  weighted(weights: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i] as number;
    if (!(total > 0)) throw new RangeError('weighted() needs at least one weight above zero');
    let left = this.next() * total;
    let chosen = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (weight <= 0) continue;
      chosen = i;
      left -= weight;
      if (left < 0) break;
    }
    return chosen;
  }

  /** Shuffles in place (Fisher and Yates) and returns the same list. */
  shuffle<L extends unknown[] | Int32Array | Uint32Array>(list: L): L {
    const cells = list as unknown[];
    for (let i = cells.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = cells[i];
      cells[i] = cells[j];
      cells[j] = held;
    }
    return list;
  }
}

/**
 * Random numbers that are the same for the same seed and stream.
 *
 * @param seed a whole number @param stream names what the numbers are for
 * @example const random = createRandom(seed, 'bursts'); random.shuffle(items);
 */
export function createRandom(seed: number, stream = ''): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed must be a whole number, got ${seed}`);
  let state = (hash(stream) ^ seed ^ Math.floor(seed / 0x100000000)) >>> 0;
  const word = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return new Random({ words: [word(), word(), word(), word()], spare: null });
}

/** FNV-1a over UTF-16 units; 0 for the empty string so that the plain seed stays visible in the state. */
function hash(text: string): number {
  if (text === '') return 0;
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
