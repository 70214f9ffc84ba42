// What the demo asks of a run beside what the options say.
import type { RunConfigInput } from '@trimtab/trainer/config/schema.ts';

/** Enough people for the figures that the demo prints; `trimtab run` asks all of them. */
const EVALUATION = { controls: false, steeringUsers: 200, parityUsers: 100 };

/** The same, judged by fewer people unless the settings say by how many. */
export const demoConfig = (input: RunConfigInput): RunConfigInput => ({
  ...input,
  evaluation: { ...EVALUATION, ...input.evaluation },
});
