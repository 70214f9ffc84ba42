// An engine that lets the isolate's other work go first between two runs of a graph: each run blocks its one thread.
import type { Engine } from './engine.ts';

/** What computing lists asks of an engine. */
export type ScoringEngine = Pick<Engine, 'encode' | 'encodeOnce' | 'score' | 'code' | 'keptOf' | 'isFailing'>;

/** @param pace waits for a turn, and throws when the result is for nobody */
export function pacedEngine(engine: ScoringEngine, pace: () => Promise<void>): ScoringEngine {
  return {
    get isFailing() {
      return engine.isFailing;
    },
    set isFailing(isFailing) {
      engine.isFailing = isFailing;
    },
    keptOf: (items) => engine.keptOf(items),
    encode: async (items) => (await pace(), engine.encode(items)),
    encodeOnce: async (items) => (await pace(), engine.encodeOnce(items)),
    score: async (encoded, edits) => (await pace(), engine.score(encoded, edits)),
    code: async (encoded, latents) => (await pace(), engine.code(encoded, latents)),
  };
}
