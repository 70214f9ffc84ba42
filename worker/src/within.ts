// A time limit for anything awaited.

/** @returns what `work` comes to. @throws what `late` makes when that takes longer than `limitMs`; the work goes on */
export async function within<T>(limitMs: number, work: Promise<T>, late: () => Error): Promise<T> {
  let stop = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(late()), limitMs);
    stop = () => clearTimeout(timer);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    stop();
  }
}
