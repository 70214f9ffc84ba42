// What the size of real data asks for: short histories and large catalogues want other settings than films do.
import type { RunConfigInput } from './schema.ts';

export interface DataSize {
  users: number;
  items: number;
  interactions: number;
}

export interface SizedSettings {
  settings: RunConfigInput;
  /** Why, in a line for people. */
  reason: string;
}

/** Histories are short where people have fewer interactions than this in the mean; MovieLens has above a hundred. */
const SHORT_HISTORY = 30;

/** Up to so many items each step compares a target with all of them. */
const FULL_LOSS_ITEMS = 20_000;

/** People × items that are scored together: 500 people over a catalogue of 27,000. */
const SCORES = 500 * 27_000;

/** People × items that are scored together to tell how strong a person may steer: 6,000 people over 13,500 items. */
const SAFETY_SCORES = 6000 * 13_500;

/** Fewer people than this say nothing certain about a loss. */
const LEAST_SAFETY_PEOPLE = 500;

/** Fewer people than this say nothing certain about a safe range. */
const LEAST_PEOPLE = 100;

/** Settings in the order in which they are laid over the usual ones; docs/recommenders.md says how each was chosen. */
export function settingsForSize({ users, items, interactions }: DataSize): SizedSettings[] {
  const length = interactions / Math.max(1, users);
  return [
    ...(length < SHORT_HISTORY ? [shortHistories(length, items, interactions)] : []),
    ...(items > FULL_LOSS_ITEMS ? [sampledLoss(items)] : []),
    ...(items > SAFETY_SCORES / 6000 ? [fewerSafetyPeople(items)] : []),
    ...(items > SCORES / 500 ? [fewerPeople(items)] : []),
  ];
}

/**
 * Few interactions make few steps an epoch: smaller steps, and an average that remembers less of the start. Most items are
 * in few of these steps: a long memory of squared gradients lets each of them move an item further.
 */
function shortHistories(length: number, items: number, interactions: number): SizedSettings {
  const batchTokens = interactions < MANY_INTERACTIONS ? 512 : 2048;
  const most = items > FULL_LOSS_ITEMS ? 10 : 14;
  const maxEpochs = Math.min(most, Math.max(3, Math.floor(TRAINED / interactions)));
  return {
    settings: {
      recommender: { maxLength: 50 },
      training: {
        batchTokens,
        averageDecay: 0.99,
        dropout: 0.5,
        beta2: 0.999,
        learningRate: 0.003,
        warmupSteps: 100,
        maxEpochs,
      },
    },
    reason:
      `people have ${length.toFixed(1)} interactions in the mean: histories of 50, ${batchTokens} tokens a step, ` +
      `a dropout of .5, a β₂ of .999 at a rate of .003, ${maxEpochs} epochs`,
  };
}

/** From so many interactions on an epoch has a thousand steps of 512 tokens. */
const MANY_INTERACTIONS = 600_000;

const sampledLoss = (items: number): SizedSettings => ({
  settings: { training: { loss: 'sampled', negatives: NEGATIVES } },
  reason: `${items} items: each step compares with ${NEGATIVES} of them`,
});

/** Interactions × epochs that a training takes in at most, but for three epochs: half an hour on two cores. */
const TRAINED = 40_000_000;

/** Items that stand for a large catalogue in a step of training. */
const NEGATIVES = 4096;

function fewerSafetyPeople(items: number): SizedSettings {
  const people = Math.max(LEAST_SAFETY_PEOPLE, Math.floor(SAFETY_SCORES / items));
  return {
    settings: { concepts: { safetyUsers: people } },
    reason: `${items} items: ${people} people at most say how strong a person may steer`,
  };
}

function fewerPeople(items: number): SizedSettings {
  const people = Math.max(LEAST_PEOPLE, Math.floor(SCORES / items));
  return {
    settings: { concepts: { calibrationUsers: people }, evaluation: { steeringUsers: people } },
    reason: `${items} items: ${people} people calibrate concepts and show what steering costs`,
  };
}
