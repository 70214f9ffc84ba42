// The k best of many scores without sorting them all, ties to the lower index, the same in trainer and Worker.

/** What a list leaves out: a set, or anything that answers for one item at a time. */
export interface Membership {
  has(item: number): boolean;
}

/**
 * Indices of the `k` highest scores, best first. Equal scores are ordered by index. `excluded` items and scores that
 * are not numbers never appear, so the result can be shorter than `k`.
 *
 * A heap of k holds the best so far with its worst on top: O(items + k·log k) for scores in random order. Nearly every
 * item is turned away by one comparison with that worst, so the loop holds it as a number.
 *
 * @example topK([.1, .9, .5, .9], 2, new Set([1])) // 3, 2
 */
export function topK(scores: ArrayLike<number>, k: number, excluded?: Membership): number[] {
  const heap: number[] = [];
  if (k <= 0) return heap;
  const worse = (a: number, b: number): boolean => {
    const left = scores[a] as number;
    const right = scores[b] as number;
    return left < right || (left === right && a > b);
  };
  let item = 0;
  for (; item < scores.length && heap.length < k; item++) {
    if (Number.isNaN(scores[item] as number) || excluded?.has(item)) continue;
    heap.push(item);
    siftUp(heap, worse);
  }
  if (heap.length < k) return ordered(heap, worse);
  /** What an item must exceed to enter a full heap: of equal scores the earlier stays, and no number exceeds NaN. */
  let least = scores[heap[0] as number] as number;
  for (; item < scores.length; item++) {
    if (!((scores[item] as number) > least) || excluded?.has(item)) continue;
    heap[0] = item;
    siftDown(heap, worse);
    least = scores[heap[0] as number] as number;
  }
  return ordered(heap, worse);
}

const ordered = (heap: number[], worse: Worse): number[] => heap.sort((a, b) => (worse(a, b) ? 1 : -1));

type Worse = (a: number, b: number) => boolean;

function swap(heap: number[], i: number, j: number): void {
  const held = heap[i] as number;
  heap[i] = heap[j] as number;
  heap[j] = held;
}

function siftUp(heap: number[], worse: Worse): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!worse(heap[child] as number, heap[parent] as number)) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: number[], worse: Worse): void {
  let parent = 0;
  for (;;) {
    let worst = parent;
    for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.length; child++) {
      if (worse(heap[child] as number, heap[worst] as number)) worst = child;
    }
    if (worst === parent) return;
    swap(heap, parent, worst);
    parent = worst;
  }
}
