// One night: gathers, trains, judges and, where every gate lets it through, promotes. Each step can be repeated, so a night
// that stopped goes on where it was; what serves is touched by the very last write alone.
import type { RunConfigInput } from '../config/schema.ts';
import { DataError } from '../data/errors.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import { LineageError } from '../lineage/errors.ts';
import { readArtifact } from '../publish/artifact.ts';
import { PublishError } from '../publish/errors.ts';
import { currentPointer } from '../publish/pointer.ts';
import { artifactFolder } from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { startRun } from '../run/settle.ts';
import { runStages } from '../run/stages.ts';
import { trainingMinutes } from './budget.ts';
import { gatherNight, type NightData } from './gather.ts';
import { goLive } from './go-live.ts';
import { Journal } from './journal.ts';
import { readObject } from './json-object.ts';
import { checkData, passGates } from './judge.ts';
import { releaseWhenStopped, takeLock } from './lock.ts';
import { NightError } from './night-error.ts';
import { nightFolder, type NightOptions } from './options.ts';
import type { LastGood, NightOutcome, NightRecord, StepName } from './record.ts';
import { LAST_GOOD_KEY, lastGoodSchema } from './record.ts';
import { fetchTraining, FULL_EVERY, startsOf, type Start } from './starts.ts';

export interface NightEnd {
  /** Its outcome says how the night ended. */
  record: NightRecord;
  /** What ended it before its time. */
  error: unknown;
}

/** @throws NightError `locked` where another night works, and what keeps it from writing its record */
export async function runNight(options: NightOptions): Promise<NightEnd> {
  const { store, owner, lockMinutes = 30, now = Date.now } = options;
  const lock = await takeLock(store, { owner, minutes: lockMinutes, now });
  // Training may take hours between two steps.
  const heartbeat = setInterval(() => void lock.renew().catch(() => undefined), (60_000 * lockMinutes) / 5);
  heartbeat.unref();
  const stopWatching = releaseWhenStopped(lock);
  try {
    return await recorded(options, await Journal.open(options, lock));
  } finally {
    clearInterval(heartbeat);
    stopWatching();
    await lock.release().catch(() => undefined); // who took it over holds it rightly
  }
}

async function recorded(options: NightOptions, journal: Journal): Promise<NightEnd> {
  const { record } = journal;
  const trained: { run: Run | null } = { run: null };
  let error: unknown;
  try {
    await journal.end(await steps(options, journal, (run) => (trained.run = run)));
  } catch (cause) {
    error = cause;
    await journal.end(outcomeOf(cause), cause);
  }
  await journal.step('summary', null, async () => {
    await options.summarise?.(record, trained.run);
    return record.outcome ?? 'broken';
  });
  return { record, error };
}

async function steps(
  options: NightOptions,
  journal: Journal,
  started: (run: Run) => void,
): Promise<NightOutcome> {
  const { store } = options;
  const { record } = journal;
  record.serving = (await currentPointer(store))?.current ?? null;
  const last = (await readObject(store, LAST_GOOD_KEY, lastGoodSchema))?.value ?? null;
  const data = await gather(options, journal);
  if (last !== null && isUnchanged(last, data, record.serving)) return 'unchanged';
  const starts = await startsTonight(options, last, record.serving);
  for (const [i, start] of starts.entries()) {
    const run = await startNight(options, data, last, fromOf(start, record.serving));
    started(run);
    try {
      await attempt(options, journal, { run, data, last, start });
      return 'promoted';
    } catch (error) {
      const next = starts[i + 1];
      if (next === undefined || !goesOn(error, start)) throw error;
      options.say?.(
        `night: ${start} does not do, and ${next} is tried: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  throw new Error('no way to start was left');
}

interface Attempt {
  run: Run;
  data: NightData;
  last: LastGood | null;
  start: Start;
}

async function attempt(
  options: NightOptions,
  journal: Journal,
  { run, data, last, start }: Attempt,
): Promise<void> {
  const { record } = journal;
  record.run = run.name;
  record.start = start;
  await journal.step('check', [data.inputs, last?.inputs ?? null, options.bounds.data], async () => {
    await runStages({ run, backend: options.backend, until: 'data' });
    return checkData(options, journal, { run, gathered: data.gathered, last });
  });
  await train(options, journal, run);
  const version = (await readArtifact(artifactFolder(run))).manifest.modelVersion;
  record.candidate = version;
  await passGates(options, journal, run, version);
  const warmNights = start === 'warm' ? (last?.warmNights ?? -1) + 1 : 0;
  await goLive(options, journal, { run, version, inputs: data.inputs, warmNights });
}

async function startsTonight(
  { store, home, fullEvery = FULL_EVERY }: NightOptions,
  last: LastGood | null,
  serving: string | null,
): Promise<Start[]> {
  const hasTraining = serving !== null && fullEvery > 0 && (await fetchTraining(store, home, serving));
  return startsOf(last, hasTraining, fullEvery);
}

const fromOf = (start: Start, serving: string | null): RunConfigInput['from'] =>
  start === 'anew' || serving === null ? undefined : { version: serving, weights: start === 'warm' };

/** A version of another shape is not gone on from, and a challenger that is held back leaves the night to the warm start. */
const goesOn = (error: unknown, start: Start): boolean =>
  (error instanceof LineageError && error.code === 'other-shape') ||
  (start === 'full' && error instanceof NightError && error.code === 'held-back');

/** The same data, settings, code and bounds, and what came of them serves. */
export const isUnchanged = (
  last: LastGood,
  { inputs }: Pick<NightData, 'inputs'>,
  serving: string | null,
): boolean => last.inputs === inputs && last.version === serving;

async function gather(options: NightOptions, journal: Journal): Promise<NightData> {
  const { asked, events, bounds, home, date, now = Date.now, say = () => {} } = options;
  const held: { data?: NightData } = {};
  await journal.step('gather', [asked, events?.name ?? null], async () => {
    const resumed = journal.didBefore('gather');
    const data = await gatherNight({
      asked,
      events,
      bounds,
      folder: nightFolder(home, date),
      resumed,
      compacting: { now, say },
    });
    held.data = data;
    journal.record.inputs = data.inputs;
    return data.gathered === null
      ? 'apps send none'
      : `${data.gathered.counts.interactions} interactions that apps sent`;
  });
  if (held.data === undefined) throw new Error('the step gather ended without data');
  return held.data;
}

/** A budget makes another run: what it would train is another model. */
function startNight(
  { budgetSeconds, home, date }: NightOptions,
  { config, inputs }: NightData,
  last: LastGood | null,
  from: RunConfigInput['from'],
): Promise<Run> {
  const timed =
    budgetSeconds === undefined
      ? config
      : withMinutes(config, trainingMinutes(budgetSeconds, secondsBesideTraining(last)));
  const asked = from === undefined ? timed : { ...timed, from };
  const named = [inputs, timed.training?.maxMinutes ?? null, from ?? null];
  return startRun(home, asked, `night-${date}-${sha256(canonicalJson(named)).slice(0, 8)}`);
}

const withMinutes = (config: RunConfigInput, minutes: number): RunConfigInput => ({
  ...config,
  training: { ...config.training, maxMinutes: Math.min(minutes, config.training?.maxMinutes ?? Infinity) },
});

/** Seconds of the last good night beside training; null where there was none. */
export function secondsBesideTraining(last: LastGood | null): number | null {
  if (last === null) return null;
  return Object.entries(last.seconds).reduce(
    (sum, [name, seconds]) => sum + (name === 'train' ? 0 : seconds),
    0,
  );
}

/** The stage that each step runs up to. */
const STAGES: readonly [StepName, string][] = [
  ['train', 'train'],
  ['autoencoder', 'sae'],
  ['concepts', 'concepts'],
  ['evaluate', 'evaluate'],
  ['export', 'export'],
];

async function train({ backend }: NightOptions, journal: Journal, run: Run): Promise<void> {
  for (const [name, until] of STAGES) {
    await journal.step(name, null, async () => {
      await runStages({ run, backend, until });
      return `stage ${until} of run ${run.name}`;
    });
  }
}

function outcomeOf(error: unknown): NightOutcome {
  if (error instanceof PublishError && error.code === 'rolled-back') return 'held back';
  if (error instanceof DataError) return 'data refused';
  if (!(error instanceof NightError)) return 'broken';
  if (error.code === 'held-back') return 'held back';
  return error.code === 'data-refused' || error.code === 'empty-night' ? 'data refused' : 'broken';
}
