// A search: rung after rung of trials, each taken by whoever comes first, then the winner with seeds of its own.
import { mean } from '../math/mean.ts';
import type { Settings, Space } from './space.ts';
import { rungsOf, survivors } from './halving.ts';
import { claim, openSearch, readRecord, writeRecord, type TrialRecord } from './trial-files.ts';

export interface SearchPlan {
  space: Space;
  /** Trials of the first rung. */
  trials: number;
  /** Of how many trials one goes on. */
  factor: number;
  /** Of the last rung. */
  epochs: number;
  /** Trainings of the winner, each with another seed. */
  seeds: number;
  seed: number;
  /** All other settings, as they are searched with. */
  config: unknown;
}

/** A trial to train: what `train` is given. */
export interface Trial {
  trial: string;
  rung: number;
  candidate: number;
  seed: number;
  epochs: number;
  settings: Settings;
}

export type Trained = Pick<TrialRecord, 'best' | 'epochs' | 'seconds' | 'failure'>;

export interface SearchOptions {
  folder: string;
  plan: SearchPlan;
  /** What is searched, as drawn from the plan's space. */
  candidates: readonly Settings[];
  train(trial: Trial): Promise<Trained>;
  /** Passes time while others work on the last trials of a rung. */
  wait(): Promise<void>;
  say(line: string): void;
}

export interface SearchResult {
  /** Every trial, rung by rung. */
  trials: TrialRecord[];
  /** The best candidate's settings, and its validation NDCG@10 over the seeds of the last rung. */
  winner: { settings: Settings; mean: number; deviation: number; seeds: number } | null;
}

/** @throws Error when the folder holds another search, or every trial of a rung failed */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const { folder, plan, candidates: drawn } = options;
  await openSearch(folder, plan);
  const rungs = rungsOf(drawn.length, plan.factor, plan.epochs);
  let candidates = drawn.map((_, candidate) => candidate);
  const all: TrialRecord[] = [];
  for (const [rung, { trials, epochs }] of rungs.entries()) {
    const last = rung === rungs.length - 1;
    const seeds = last ? plan.seeds : 1;
    const due = candidates.slice(0, trials).flatMap((candidate) =>
      Array.from({ length: seeds }, (_, i) => ({
        trial: last ? `rung-${rung}-candidate-${candidate}-seed-${i}` : `rung-${rung}-candidate-${candidate}`,
        rung,
        candidate,
        // The winner is trained anew: the luck that chose it is not in its mean.
        seed: plan.seed + (last ? plan.trials + i : candidate),
        epochs,
        settings: drawn[candidate] ?? {},
      })),
    );
    const records = await finish(options, due);
    all.push(...records);
    const outcomes = records.map(({ candidate, best }) => ({
      candidate,
      ndcg10: best?.validationNdcg10 ?? null,
    }));
    candidates = survivors(outcomes, rungs[rung + 1]?.trials ?? outcomes.length);
    if (candidates.length === 0) throw everyoneFailed(folder, records);
  }
  return { trials: all, winner: winnerOf(all, rungs.length - 1) };
}

/** Trains what nobody has claimed, and waits for the rest. */
async function finish(
  { folder, train, wait, say }: SearchOptions,
  due: readonly Trial[],
): Promise<TrialRecord[]> {
  let waiting = false;
  for (;;) {
    const records: TrialRecord[] = [];
    for (const trial of due) {
      const record = await readRecord(folder, trial.trial);
      if (record !== null) {
        records.push(record);
      } else if (await claim(folder, trial.trial)) {
        const { epochs: _, ...known } = trial;
        const trained = { ...known, ...(await train(trial)) };
        await writeRecord(folder, trained);
        say(lineOf(trained));
        records.push(trained);
      }
    }
    if (records.length === due.length) return records;
    if (!waiting)
      say(`${due.length - records.length} trials are claimed by others (${folder}/claims): waiting`);
    waiting = true;
    await wait();
  }
}

const lineOf = ({ trial, best, failure, seconds }: TrialRecord): string =>
  `${trial}: ${best === null ? `failed (${failure})` : `validation NDCG@10 ${best.validationNdcg10.toFixed(4)}`}, ` +
  `${seconds.toFixed(0)} s`;

function winnerOf(all: readonly TrialRecord[], rung: number): SearchResult['winner'] {
  const finals = all.filter((record) => record.rung === rung);
  const values = finals.flatMap(({ best }) => (best === null ? [] : [best.validationNdcg10]));
  const [first] = finals;
  if (first === undefined || values.length === 0) return null;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const deviation = values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1));
  return { settings: first.settings, mean: middle, deviation, seeds: values.length };
}

function everyoneFailed(folder: string, records: readonly TrialRecord[]): Error {
  const reasons = [...new Set(records.map(({ failure }) => failure))].join('; ');
  return new Error(
    `every trial of a rung failed (${reasons}): change the space, and remove ${folder} to search anew`,
  );
}
