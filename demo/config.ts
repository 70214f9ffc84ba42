// What the demo asks of a run beside what the options say.
import type { RunConfigInput } from '@trimtab/trainer/config/schema.ts';
import { findNative } from '@trimtab/trainer/tensorflow/native/cache.ts';

/** Enough people for the figures that the demo prints; `trimtab run` asks all of them. */
const EVALUATION = { controls: false, steeringUsers: 200, parityUsers: 100 };

/** The same, judged by fewer people and trained by two processes, unless the settings say otherwise. */
export const demoConfig = (
  input: RunConfigInput,
  environment: NodeJS.ProcessEnv = process.env,
): RunConfigInput => ({
  ...input,
  training: { ...processesOf(input, environment), ...input.training },
  evaluation: { ...EVALUATION, ...input.evaluation },
});

/** wasm has one thread, so two processes use two cores; a GPU is not shared. */
function processesOf({ data }: RunConfigInput, environment: NodeJS.ProcessEnv): RunConfigInput['training'] {
  if ((data?.source ?? 'generated') !== 'generated') return {};
  const native = findNative(environment);
  return { processes: native.found && native.record.device === 'gpu' ? 1 : 2 };
}
