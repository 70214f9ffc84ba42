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
    ...(length < SHORT_HISTORY ? [shortHistories(length, interactions)] : []),
    ...(items > FULL_LOSS_ITEMS ? [sampledLoss(items)] : []),
    ...(items > LARGE_TABLE ? [fewerSteps(items, interactions)] : []),
    ...(items > SAFETY_SCORES / 6000 ? [fewerSafetyPeople(items)] : []),
    ...(items > SCORES / 500 ? [fewerPeople(items)] : []),
  ];
}

/** Few interactions make few steps an epoch: smaller steps, and an average that remembers less of the start. */
function shortHistories(length: number, interactions: number): SizedSettings {
  const batchTokens = interactions < MANY_INTERACTIONS ? 512 : 2048;
  return {
    settings: {
      recommender: { maxLength: 50 },
      training: { batchTokens, averageDecay: 0.99, dropout: 0.3, warmupSteps: 100 },
    },
    reason:
      `people have ${length.toFixed(1)} interactions in the mean: ` +
      `histories of 50, ${batchTokens} tokens a step, a dropout of .3`,
  };
}

/** From so many interactions on an epoch has a thousand steps of 512 tokens, and each moves the whole table. */
const MANY_INTERACTIONS = 600_000;

const sampledLoss = (items: number): SizedSettings => ({
  settings: { training: { loss: 'sampled', negatives: NEGATIVES } },
  reason: `${items} items: each step compares with ${NEGATIVES} of them`,
});

/** Beyond so many items a step spends most of its time on moving a table of which it read little. */
const LARGE_TABLE = 100_000;

/** Rows of the table that a training moves in all, steps × items; a million took 1.1 s of processor time with 54,542 items. */
const MOVED_ROWS = 1.6e9;

function fewerSteps(items: number, interactions: number): SizedSettings {
  const batchTokens = 2048;
  const perEpoch = (interactions / batchTokens) * items;
  const maxEpochs = Math.min(20, Math.max(5, Math.floor(MOVED_ROWS / perEpoch)));
  return {
    settings: { training: { batchTokens, maxEpochs } },
    reason: `${items} items: ${batchTokens} tokens a step and ${maxEpochs} epochs, since each step moves the whole table`,
  };
}

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
