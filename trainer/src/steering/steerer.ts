// One way of steering by one concept, as comparisons run it: a latent method at a hook, or a plain alternative.
import type { SteeredLists, SteeringBench } from './bench.ts';

/** Strengths are chosen on validation users, and figures are of test users. */
export type Side = 'validation' | 'test';

/** The same users stopped at a hook, of both sides. */
export type Benches = Readonly<Record<Side, SteeringBench>>;

export interface Steerer {
  /** Its name in `steering.summary`, such as `add@blocks.0` or `boost`. */
  method: string;
  hook: string;
  /** @param size from 0, which changes nothing, upward; each way has a unit of its own */
  run(side: Side, size: number): Promise<SteeredLists>;
}

/** Something that is made for each bench once, when it is first needed. */
export function onceForEach<T>(
  make: (bench: SteeringBench) => Promise<T>,
): (bench: SteeringBench) => Promise<T> {
  const made = new WeakMap<SteeringBench, Promise<T>>();
  return (bench) => {
    const known = made.get(bench) ?? make(bench);
    made.set(bench, known);
    return known;
  };
}
