// Which trainings `trimtab stability` compares, and with what each is compared.
import { at } from '@trimtab/shared/look-up.ts';
import type { RunConfig, RunConfigInput } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import { historyOf, userCount } from '../data/dataset.ts';
import { DataError } from '../data/errors.ts';
import { quantile } from '../math/quantile.ts';

/** Share of the interactions, oldest first, that the first model knows, and what each night adds. */
const FIRST = 0.8;
const NIGHT = 0.04;
export const NIGHTS = 5;

export interface Cell {
  name: string;
  /** The cell whose concepts it follows; the first follows none. */
  from?: string;
  /** Whether it starts from that one's weights. */
  warm: boolean;
  /** Nights after the first model: how much it knows. */
  night: number;
  /** What it changes of the settings. */
  change: (config: RunConfig) => RunConfigInput;
}

const same = (config: RunConfig): RunConfigInput => config;

/** The cells of the comparison, in the order of dependence. */
export function cellsOf(): Cell[] {
  const nights = (kind: 'warm' | 'cold'): Cell[] =>
    Array.from({ length: NIGHTS }, (_, i) => ({
      name: `${kind}.${i + 1}`,
      from: i === 0 ? 'first' : `${kind}.${i}`,
      warm: kind === 'warm',
      night: i + 1,
      change: same,
    }));
  const apart = (name: string, change: Cell['change']): Cell => ({
    name,
    from: 'first',
    warm: false,
    night: 0,
    change,
  });
  return [
    { name: 'first', warm: false, night: 0, change: same },
    ...nights('warm'),
    ...nights('cold'),
    apart('seed', (config) => ({
      ...config,
      training: { ...config.training, seed: (config.training.seed ?? config.seed) + 1 },
    })),
    apart('width', (config) => ({
      ...config,
      recommender: { ...config.recommender, hiddenSize: widened(config.recommender) },
    })),
    apart('architecture', otherArchitecture),
  ];
}

/** Share of a history that BERT4Rec learns from in an epoch, where GPTRec learns from all of it. */
const HIDDEN = 0.3;

/** The other kind, with epochs enough to learn from as many targets. */
function otherArchitecture({ recommender, training, ...config }: RunConfig): RunConfigInput {
  const { maskProbability = HIDDEN, ...shape } = recommender;
  const toBert = recommender.kind === 'gptrec';
  const times = toBert ? 1 / HIDDEN : maskProbability;
  const longer = (count: number): number => Math.max(1, Math.round(times * count));
  return {
    ...config,
    recommender: toBert
      ? { ...shape, kind: 'bert4rec', maskProbability: HIDDEN }
      : { ...shape, kind: 'gptrec' },
    training: {
      ...training,
      maxEpochs: longer(training.maxEpochs),
      patience: longer(training.patience),
      ...(training.maxMinutes && { maxMinutes: times * training.maxMinutes }),
    },
  };
}

/** Half as wide again, in whole heads. */
function widened({ hiddenSize, heads }: RunConfig['recommender']): number {
  return Math.round((1.5 * hiddenSize) / heads) * heads;
}

export interface NightData {
  /** Up to when the first model and each night know the data: seconds since 1970. */
  until: number[];
  /** For each night, the share of its people who were there before. */
  returning: number[];
}

/** @throws DataError `missing-times` */
export function nightsOf(data: Dataset): NightData {
  const { times } = data;
  if (times === null) {
    throw new DataError('missing-times', {
      problem: `${data.name} has no times, so there are no nights in it`,
      expected: 'a time for each interaction',
      advice: 'Bring data with times',
    });
  }
  const sorted = times.slice().sort();
  const until = Array.from({ length: NIGHTS + 1 }, (_, night) =>
    quantile(sorted, Math.min(1, FIRST + NIGHT * night)),
  );
  const returning = until.slice(1).map((end, i) => shareReturning(data, times, at(until, i), end));
  return { until, returning };
}

function shareReturning(data: Dataset, times: Float64Array, start: number, end: number): number {
  let [people, returning] = [0, 0];
  for (let user = 0; user < userCount(data); user++) {
    const from = at(data.offsets, user);
    const own = times.subarray(from, from + historyOf(data, user).length);
    if (!own.some((time) => time > start && time <= end)) continue;
    people++;
    if (own.some((time) => time <= start)) returning++;
  }
  return returning / Math.max(1, people);
}
