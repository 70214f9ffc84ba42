// A Worker that has just started: how long until its first answer, and until the first list.
import type { BuiltWorker } from '@trimtab/trainer/gates/built-worker.ts';
import type { EdgeSize } from './edge-model.ts';
import { HISTORIES, randomHistory } from './edge-model.ts';
import { median } from './median.ts';
import { itemId } from './served-model.ts';

/** Medians are of so many. */
export const STARTS = 5;

export interface ColdStart {
  /** From the first request for a list to its answer. */
  coldStartMs: number;
  /** Before it: from starting workerd to the first answer that needs no model. */
  startUpMs: number;
}

/**
 * The first request brings pointer, manifest and files from R2, their hashes, both graphs, encoder and head. The runtime
 * starts with the isolate, before any request, which the start-up counts, with all of workerd. Medians of several Workers.
 */
export async function coldStart(
  model: Pick<BuiltWorker, 'start'>,
  { items }: Pick<EdgeSize, 'items'>,
): Promise<ColdStart> {
  const history = Array.from(randomHistory(items, HISTORIES[0]), itemId);
  const [starts, startUps]: [number[], number[]] = [[], []];
  for (let start = 0; start < STARTS; start++) {
    const worker = await model.start();
    const began = performance.now();
    const response = await fetch(`${worker.url}/v1/recommendations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ history }),
    });
    const answer = await response.text();
    starts.push(performance.now() - began);
    startUps.push(worker.startUpMs);
    await worker.stop();
    if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${answer}`);
  }
  return { coldStartMs: Math.round(median(starts)), startUpMs: Math.round(median(startUps)) };
}
