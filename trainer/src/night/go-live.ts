// Steps publish, smoke and promote: the version goes into the store, proves itself there, and serves.
import { PublishError } from '../publish/errors.ts';
import { currentPointer, promote } from '../publish/pointer.ts';
import { publishArtifact } from '../publish/publish.ts';
import { requireServable } from '../publish/servable.ts';
import { artifactFolder } from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { publishTraining } from './starts.ts';
import type { Journal } from './journal.ts';
import { putObject } from './json-object.ts';
import type { NightOptions } from './options.ts';
import { LAST_GOOD_KEY, type NightRecord } from './record.ts';

interface Promoted {
  run: Run;
  version: string;
  /** Hash of what the night worked from. */
  inputs: string;
  /** Nights in a row that started from the one before. */
  warmNights: number;
}

export async function goLive(
  options: NightOptions,
  journal: Journal,
  { run, version, inputs, warmNights }: Promoted,
): Promise<void> {
  const { store, fillItems } = options;
  const { serving } = journal.record;
  await journal.step('publish', [version], async () => {
    const { uploaded, skipped } = await publishArtifact(store, artifactFolder(run));
    await publishTraining(store, options.home, version);
    await fillItems(artifactFolder(run), await currentPointer(store));
    return `${uploaded.length} files sent, ${skipped.length} there already`;
  });
  await journal.step('smoke', [version], async () => {
    await requireServable(store, version);
    return 'gives its lists, as it lies in the store';
  });
  await journal.step('promote', [version, serving], async () => {
    await requireStillServing(options, serving);
    await promote(store, version, { unlessRolledBack: true });
    await becomeLastGood(options, journal.record, { version, inputs, warmNights });
    return `${version} serves`;
  });
}

/** The gates judged the candidate against one version: if another serves by now, they say nothing of it. */
async function requireStillServing({ store }: NightOptions, serving: string | null): Promise<void> {
  const current = (await currentPointer(store))?.current ?? null;
  if (current === serving) return;
  throw new PublishError(
    'lost-race',
    `${current ?? 'nothing'} serves in ${store.name} by now, and the gates compared with ${serving ?? 'nothing'}: run the night again`,
  );
}

async function becomeLastGood(
  { store }: NightOptions,
  { date, data, steps }: NightRecord,
  promoted: Omit<Promoted, 'run'>,
): Promise<void> {
  if (data === undefined) throw new Error('the night has no report of its data');
  const seconds = Object.fromEntries(steps.map((step) => [step.name, step.seconds]));
  await putObject(store, LAST_GOOD_KEY, { format: 1, date, data, seconds, ...promoted });
}
