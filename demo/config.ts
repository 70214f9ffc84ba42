// What the demo asks of a run beside what the options say.
import type { RunConfigInput } from '@trimtab/trainer/config/schema.ts';
import { findNative } from '@trimtab/trainer/tensorflow/native/cache.ts';

/** Enough people for the figures that the demo prints; `trimtab run` asks all of them. */
const EVALUATION = { controls: false, steeringUsers: 50, parityUsers: 50 };

/** Strengths by other methods take the sizes of `add` here: sizes of their own take longer to find than all else of a concept. */
const CONCEPTS = { methods: [] };

/**
 * What keeps a first run of the built-in data short: fewer epochs than `trimtab run` takes, at a higher rate, and sizes
 * found on fewer people. No second autoencoder says which emergent concepts come again by another seed.
 */
const BUILT_IN = {
  training: { maxEpochs: 7, dropout: 0.1, learningRate: 7e-3 },
  concepts: { confirmed: false, calibrationUsers: 250, safetyUsers: 500 },
};

/** The same, judged by fewer people and, on the built-in data, trained in less time, unless the settings say otherwise. */
export function demoConfig(
  input: RunConfigInput,
  {
    backend,
    environment = process.env,
  }: { backend?: string | undefined; environment?: NodeJS.ProcessEnv } = {},
): RunConfigInput {
  const isBuiltIn = (input.data?.source ?? 'generated') === 'generated';
  const shorter = isBuiltIn ? BUILT_IN : { training: {}, concepts: {} };
  const processes = isBuiltIn ? processesOf(backend ?? environment['TRIMTAB_BACKEND'], environment) : {};
  return {
    ...input,
    training: { ...processes, ...shorter.training, ...input.training },
    concepts: { ...CONCEPTS, ...shorter.concepts, ...input.concepts },
    evaluation: { ...EVALUATION, ...input.evaluation },
  };
}

/**
 * wasm has one thread, so two processes use two cores. TensorFlow's own library uses all cores by itself: on the small
 * batches of the demo one process took 25 s where two, which send all weights to each other, took 43.
 */
function processesOf(asked: string | undefined, environment: NodeJS.ProcessEnv): RunConfigInput['training'] {
  const isNative = asked !== 'wasm' && findNative(environment).found;
  return { processes: isNative ? 1 : 2 };
}
