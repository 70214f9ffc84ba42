// People of a bench as the shared arithmetic asks about them: one at a time, and run together.
import * as tf from '@tensorflow/tfjs-core';
import type { Kept } from '@trimtab/shared/gradient/personal.ts';
import type { Steered } from '@trimtab/shared/steering-moves.ts';
import type { BenchUser, Change, SteeringBench } from './bench.ts';

/** One of them, with the place in the bench. */
export type Person = Steered & { kept: Kept; place: number };

export interface PeopleOptions {
  /** What an edit adds to the hidden state at the bench's hook. ∈ [d] */
  decode: (edit: Float32Array) => Float32Array;
  /** What is kept of each person from one call to the next, by the place in the bench. */
  kept?: readonly Kept[];
}

interface Request {
  place: number;
  edits: readonly Float32Array[];
  answer: (scores: Float32Array[]) => void;
  fail: (error: unknown) => void;
}

/**
 * Runs the same work for everybody, as it is served for one. Whoever asks for scores waits until everybody does or is done,
 * and then the i-th edits of all are scored in one run.
 *
 * @returns what the work gave, in the order of the bench
 */
export async function eachPerson<T>(
  bench: SteeringBench,
  { decode, kept = bench.held.map(() => ({})) }: PeopleOptions,
  work: (person: Person, user: BenchUser) => Promise<T>,
): Promise<T[]> {
  let waiting: Request[] = [];
  let busy = bench.users;
  const next = (): void => {
    if (waiting.length === 0 || waiting.length < busy) return;
    const requests = waiting;
    waiting = [];
    answerAll(bench, decode, requests).catch((error: unknown) => requests.forEach(({ fail }) => fail(error)));
  };
  const score = (place: number, edits: readonly Float32Array[]): Promise<Float32Array[]> =>
    new Promise((answer, fail) => {
      waiting.push({ place, edits, answer, fail });
      next();
    });
  return Promise.all(
    bench.held.map(async (user, at) => {
      const { place, excluded } = user;
      try {
        return await work(
          {
            place,
            excluded,
            kept: kept[at] ?? {},
            score: (edits) => score(place, edits),
            code: () => Promise.reject(new TypeError('the codes of a bench are not at hand')),
          },
          user,
        );
      } finally {
        busy--;
        next();
      }
    }),
  );
}

/** One run of the bench for the first edits of all who ask, one for the second, and so on. */
async function answerAll(
  bench: SteeringBench,
  decode: PeopleOptions['decode'],
  requests: readonly Request[],
): Promise<void> {
  const scores = new Map(requests.map(({ place }) => [place, [] as Float32Array[]]));
  const runs = requests.reduce((most, { edits }) => Math.max(most, edits.length), 0);
  for (let run = 0; run < runs; run++) {
    const moved = new Map(
      requests.flatMap(({ place, edits }) => {
        const edit = edits[run];
        return edit === undefined ? [] : [[place, decode(edit)] as const];
      }),
    );
    await bench.score(movedBy(moved), (row, { place }) => {
      if (moved.has(place)) scores.get(place)?.push(row.slice());
    });
  }
  for (const { place, answer } of requests) answer(scores.get(place) ?? []);
}

/** Each user's own vector; those without one stay where they are. */
export const movedBy =
  (vectors: ReadonlyMap<number, Float32Array>): Change =>
  (hidden, first) => {
    const [users, d] = hidden.shape;
    const rows = new Float32Array(users * d);
    for (let row = 0; row < users; row++) {
      const vector = vectors.get(first + row);
      if (vector !== undefined) rows.set(vector, row * d);
    }
    return tf.tensor2d(rows, [users, d]);
  };

/** Σ_j e_j·W_dec,j over the latents that the edit moves. @param decoder W_dec ∈ [latents, d] */
export const decodedBy =
  (decoder: Float32Array, d: number) =>
  (edit: Float32Array): Float32Array => {
    const moved = new Float32Array(d);
    edit.forEach((size, latent) => {
      if (size === 0) return;
      for (let i = 0; i < d; i++)
        moved[i] = (moved[i] as number) + size * (decoder[latent * d + i] as number);
    });
    return moved;
  };
