// A time limit for anything awaited.

/**
 * Waits for work no longer than a limit; the work itself goes on.
 *
 * @returns what `work` comes to @throws what `late` makes when that takes longer than `limitMs`
 * @example await within(1000, bucket.get(key), () => new Problem('too-slow', 'Try again soon.'))
 */
export async function within<T>(limitMs: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
