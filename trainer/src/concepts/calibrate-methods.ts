// Calibration of the methods beside `add`: strength 1 of each moves exposure as far as strength 1 of `add` does.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Method } from '@trimtab/shared/steering-methods.ts';
import { METHODS } from '@trimtab/shared/steering-methods.ts';
import type { SteeredLists, SteeringBench } from '../steering/bench.ts';
import { exposureGain } from '../steering/exposure.ts';
import type { EditedConcept, MethodEdits } from '../steering/by-latents.ts';
import { methodChange } from '../steering/by-latents.ts';
import { sizeForGain } from '../steering/size-search.ts';
import { GAIN } from './calibrate.ts';

type Calibrations = NonNullable<Concept['calibrations']>;

export type OtherMethod = Exclude<Method, 'add'>;

const isOther = (method: Method): method is OtherMethod => method !== 'add';

const OTHERS = METHODS.filter(isOther);

/** @param base the bench's lists without any change @param methods those that are calibrated, all unless given */
export async function calibrateMethods(
  edits: MethodEdits,
  bench: SteeringBench,
  base: SteeredLists,
  concept: EditedConcept,
  methods: readonly OtherMethod[] = OTHERS,
): Promise<Calibrations> {
  const gainOf = exposureGain(base.lists, concept.items);
  const found: Calibrations = {};
  for (const method of methods) {
    const changeAt = await methodChange(edits, concept, method, bench);
    const gainAt = async (size: number): Promise<number> => gainOf((await bench.run(changeAt(size))).lists);
    const up = await sizeForGain(gainAt, GAIN);
    const down = await sizeForGain(async (size) => -(await gainAt(-size)), GAIN);
    found[method] = { up: up.size, down: down.size };
  }
  return found;
}
