// What the demo asks of a run beside what the options say.
import type { RunConfigInput } from '@trimtab/trainer/config/schema.ts';
import { findNative } from '@trimtab/trainer/tensorflow/native/cache.ts';

/** Enough people for the figures that the demo prints; `trimtab run` asks all of them. */
const EVALUATION = { controls: false, steeringUsers: 200, parityUsers: 100 };

/** Strengths by other methods take the sizes of `add` here: sizes of their own take longer to find than all else of a concept. */
const CONCEPTS = { methods: [] };

/** The same, judged by fewer people and, on wasm, trained by two processes, unless the settings say otherwise. */
export const demoConfig = (
  input: RunConfigInput,
  {
    backend,
    environment = process.env,
  }: { backend?: string | undefined; environment?: NodeJS.ProcessEnv } = {},
): RunConfigInput => ({
  ...input,
  training: {
    ...processesOf(input, backend ?? environment['TRIMTAB_BACKEND'], environment),
    ...input.training,
  },
  concepts: { ...CONCEPTS, ...input.concepts },
  evaluation: { ...EVALUATION, ...input.evaluation },
});

/**
 * wasm has one thread, so two processes use two cores. TensorFlow's own library uses all cores by itself: on the small
 * batches of the demo one process took 25 s where two, which send all weights to each other, took 43.
 */
function processesOf(
  { data }: RunConfigInput,
  asked: string | undefined,
  environment: NodeJS.ProcessEnv,
): RunConfigInput['training'] {
  if ((data?.source ?? 'generated') !== 'generated') return {};
  const isNative = asked !== 'wasm' && findNative(environment).found;
  return { processes: isNative ? 1 : 2 };
}
