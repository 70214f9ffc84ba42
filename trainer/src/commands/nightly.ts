// nightly: one night from what apps sent to what serves, the same on a laptop and in CI.
import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { bucketFiles, folderFiles, localFiles, type EventFiles } from '../events/event-files.ts';
import { writeWhole } from '../files/atomic.ts';
import { readBounds } from '../gates/bounds.ts';
import { presetsInUse } from '../gates/presets-in-use.ts';
import { openKeyDatabase } from '../keys/key-database.ts';
import { parseBudget } from '../night/budget.ts';
import { NightError } from '../night/night-error.ts';
import { runNight } from '../night/night.ts';
import { nightFolder, type NightOptions } from '../night/options.ts';
import { planNight } from '../night/plan.ts';
import type { NightOutcome, NightRecord } from '../night/record.ts';
import { summaryOf } from '../night/summary.ts';
import { s3Options } from '../publish/s3-store.ts';
import { readReportedRun } from '../report/read-run.ts';
import { renderReport } from '../report/report.ts';
import { homeFolder, type Run } from '../run/run-folder.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { askedConfig, type RunOptions } from './options.ts';
import { fillIfConfigured, openStore, WRANGLER_CONFIG, type StoreOptions } from './publish.ts';

export interface NightlyOptions extends StoreOptions, Omit<RunOptions, 'run' | 'force' | 'events' | 'json'> {
  /** The bucket of events, a folder with a copy of it, or none. */
  eventsFrom?: string;
  eventsBucket?: string;
  events: boolean;
  budget?: string;
  fullEvery?: number;
  date?: string;
  owner?: string;
  gates?: string;
  runtime: boolean;
  presets: boolean;
  env?: string;
  dryRun?: boolean;
}

/** Exit status by outcome. */
const STATUS: Readonly<Record<NightOutcome, number>> = {
  promoted: 0,
  unchanged: 0,
  broken: 1,
  'held back': 3,
  'data refused': 4,
};

export async function nightly(options: NightlyOptions): Promise<void> {
  const bounds = await readBounds(options.gates);
  const budgetSeconds = options.budget === undefined ? undefined : parseBudget(options.budget);
  const store = await openStore(options);
  const opened = await openEvents(options);
  try {
    const night: NightOptions = {
      ...whereAndWho(options),
      asked: await askedConfig({ ...options, events: undefined }),
      store,
      events: opened.files,
      bounds,
      budgetSeconds,
      fullEvery: options.fullEvery,
      presets: () => readPresets(options),
      worker: options.runtime ? WRANGLER_CONFIG : null,
      fillItems: async (folder, pointer) => void (await fillIfConfigured(options, folder, pointer)),
      backend: () => startBackend(options.backend === undefined ? {} : { backend: options.backend }),
      summarise: (record, run) => summarise(nightFolder(homeFolder(), record.date), record, run),
      say: (line) => console.error(line),
    };
    if (options.dryRun === true) await sayPlan(night);
    else await work(night, options.json === true);
  } finally {
    await opened.close();
    await store.close();
  }
}

function whereAndWho({ date, owner }: NightlyOptions): Pick<NightOptions, 'home' | 'date' | 'owner'> {
  const today = new Date().toISOString().slice(0, 10);
  if (date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(date)) {
    throw new NightError('bad-option', `--date ${date}: expected a day such as ${today}`);
  }
  return { home: homeFolder(), date: date ?? today, owner: owner ?? `${hostname()}, process ${process.pid}` };
}

async function sayPlan(night: NightOptions): Promise<void> {
  const plan = await planNight(night);
  plan.says.forEach((line) => console.error(`night: ${line}`));
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
}

async function work(night: NightOptions, json: boolean): Promise<void> {
  const { record, error } = await runNight(night);
  if (json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  const outcome = record.outcome ?? 'broken';
  console.error(
    `night of ${record.date}: ${outcome}${record.error === undefined ? '' : `: ${record.error}`}`,
  );
  if (process.env['TRIMTAB_DEBUG'] !== undefined && error !== undefined) console.error(error);
  process.exitCode = STATUS[outcome];
}

const nothing = (): Promise<void> => Promise.resolve();

async function openEvents(
  options: NightlyOptions,
): Promise<{ files: EventFiles | null; close: () => Promise<void> }> {
  const { events, eventsFrom, eventsBucket, to, persistTo } = options;
  if (!events) return { files: null, close: nothing };
  if (eventsFrom !== undefined) return { files: await folderFiles(eventsFrom), close: nothing };
  if (to === 'local') {
    return localFiles({ configPath: WRANGLER_CONFIG, ...(persistTo === undefined ? {} : { persistTo }) });
  }
  // In R2 the bucket must be named: its key pair may not be allowed to read it.
  if (eventsBucket === undefined) return { files: null, close: nothing };
  return { files: bucketFiles(s3Options({ ...process.env, R2_BUCKET: eventsBucket })), close: nothing };
}

/** In CI the database is asked where there is a token that may. */
async function readPresets({
  to,
  persistTo,
  env,
  presets,
}: NightlyOptions): ReturnType<NightOptions['presets']> {
  const mayAsk = to === 'local' || (process.env['CLOUDFLARE_API_TOKEN'] ?? '') !== '';
  if (!presets || !mayAsk) return null;
  return presetsInUse(
    openKeyDatabase({ to: to === 'local' ? 'local' : 'remote', persistTo, environment: env }),
  );
}

/** Summary and report into the night's folder, and the summary onto the page of the job. */
async function summarise(folder: string, record: NightRecord, run: Run | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  const summary = summaryOf(record);
  await writeWhole(join(folder, 'summary.md'), summary);
  await writeWhole(join(folder, 'record.json'), `${JSON.stringify(record, null, 2)}\n`);
  const page = process.env['GITHUB_STEP_SUMMARY'];
  if (page !== undefined && page !== '') await appendFile(page, summary);
  if (run === null || record.candidate === undefined) return;
  await writeWhole(join(folder, 'report.html'), await renderReport(await readReportedRun(run)));
}
