// A generated set of the size of MovieLens 20M: for measuring, not for learning.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createRandom, type Random } from '@trimtab/trainer/math/random.ts';

export interface GeneratedSize {
  users: number;
  items: number;
  interactions: number;
}

export const TWENTY_MILLION: GeneratedSize = { users: 138_000, items: 27_000, interactions: 20_000_000 };

/** The least that a user has, as in MovieLens 20M. */
const LEAST = 20;

/** One user's items after the other's, each of a popularity that falls steeply: place items·u³ for uniform u. */
export function* generatedHistories(size: GeneratedSize, seed: number): Generator<Int32Array> {
  const random = createRandom(seed, 'twenty million');
  for (const length of historyLengths(size, random)) {
    yield new Int32Array(length).map(() => Math.floor(size.items * random.next() ** 3));
  }
}

/** Writes `userId,movieId,rating,timestamp` lines, users one after the other and each user's in order of time. */
export async function writeRatings(file: string, size: GeneratedSize, seed: number): Promise<void> {
  const random = createRandom(seed, 'times and ratings');
  const out = createWriteStream(file);
  out.write('userId,movieId,rating,timestamp\n');
  let user = 0;
  for (const history of generatedHistories(size, seed)) {
    if (!out.write(linesOf(++user, history, random))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** Lengths of a long tail that sum to the interactions: the least, and exponentially distributed shares of the rest. */
function historyLengths({ users, interactions }: GeneratedSize, random: Random): number[] {
  const weights = Array.from({ length: users }, () => -Math.log(1 - random.next()));
  const unit = (interactions - users * LEAST) / weights.reduce((sum, weight) => sum + weight, 0);
  let [owed, given] = [0, 0]; // so that what rounding takes from one user the next is given
  return weights.map((weight) => {
    owed += weight * unit;
    const extra = Math.round(owed - given);
    given += extra;
    return LEAST + extra;
  });
}

function linesOf(user: number, history: Int32Array, random: Random): string {
  let time = 800_000_000 + random.integer(600_000_000);
  let lines = '';
  for (const item of history) {
    time += random.integer(600);
    lines += `${user},${item + 1},${1 + random.integer(5)},${time}\n`;
  }
  return lines;
}
