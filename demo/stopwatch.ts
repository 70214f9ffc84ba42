// How long each part of the demo takes, for `--json`.

export interface Stopwatch {
  /** Does the work and counts its time under this name. */
  time<T>(name: string, work: () => Promise<T>): Promise<T>;
  add(name: string, seconds: number): void;
  /** Seconds of each part, to a hundredth, in the order in which they began. */
  seconds(): Record<string, number>;
}

/** @param clock milliseconds */
export function stopwatch(clock: () => number = () => performance.now()): Stopwatch {
  const parts = new Map<string, number>();
  const add = (name: string, seconds: number): void => void parts.set(name, (parts.get(name) ?? 0) + seconds);
  return {
    add,
    async time(name, work) {
      add(name, 0);
      const began = clock();
      const result = await work();
      add(name, (clock() - began) / 1000);
      return result;
    },
    seconds: () =>
      Object.fromEntries([...parts].map(([name, value]) => [name, Math.round(100 * value) / 100])),
  };
}
