// Steps check and gates: whether the data may be learnt from, and whether what was learnt may serve.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { GateReport } from '@trimtab/shared/gates.ts';
import { gateRun } from '../gates/gate-run.ts';
import { tablesOf } from '../gates/side.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import { storedManifest } from '../publish/publish.ts';
import { storedVersion } from '../publish/servable.ts';
import { loadData } from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { dataReport, refusalsOf } from './data-report.ts';
import type { NightData } from './gather.ts';
import type { Journal } from './journal.ts';
import { NightError } from './night-error.ts';
import type { NightOptions } from './options.ts';
import type { LastGood } from './record.ts';

/** Reports on the run's data, which its first stage has read. @throws NightError `data-refused` */
export async function checkData(
  { store, bounds }: NightOptions,
  { record }: Journal,
  { run, gathered, last }: Pick<NightData, 'gathered'> & { run: Run; last: LastGood | null },
): Promise<string> {
  const lastCatalogue = last === null ? null : await catalogueOf(store, last.version);
  const report = dataReport({ data: await loadData(run), gathered, last, lastCatalogue });
  record.data = report;
  const refusals = refusalsOf(report, last, bounds.data);
  if (refusals.length === 0) {
    return `${report.rows} interactions of ${report.people} people and ${report.items} items`;
  }
  throw new NightError(
    'data-refused',
    `the night’s data is refused, and what serves goes on serving: ${refusals.join('; ')}. Mend the source, or if all is as ` +
      'it should be widen the bounds under "data" in gates.json',
  );
}

/** Null where the version is in the store no more: then nothing is compared with it. */
async function catalogueOf(store: ObjectStore, version: string): Promise<Catalogue | null> {
  if ((await storedManifest(store, version)) === null) return null;
  return tablesOf(await storedVersion(store, version)).catalogue;
}

/** An earlier attempt's report counts where everything is the same. @throws NightError `held-back` */
export async function passGates(
  options: NightOptions,
  journal: Journal,
  run: Run,
  version: string,
): Promise<void> {
  const { store, bounds, worker } = options;
  const { record, earlier } = journal;
  const against = record.serving;
  const presets = await options.presets();
  const inputs = [version, against, bounds, presets, worker !== null];
  await journal.step('gates', inputs, async () => {
    const before = journal.didBefore('gates', inputs) ? earlier?.gates : undefined;
    record.gates =
      before ?? (await gateRun({ run, store, against, bounds, presets, worker, say: saysGate(options) }));
    refuseFailed(record.gates, record.date);
    return `${record.gates.rules.length} rules passed${before === undefined ? '' : ' before'}`;
  });
}

const saysGate =
  ({ say }: NightOptions) =>
  (line: string): void =>
    say?.(`gate: ${line}`);

function refuseFailed({ candidate, rules }: GateReport, date: string): void {
  const failed = rules.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  const names = failed.map(({ name, slice }) => (slice === undefined ? name : `${name} (${slice})`));
  throw new NightError(
    'held-back',
    `${candidate} is held back by ${names.join(', ')}; what serves goes on serving, and nights/${date}/record.json has each figure`,
  );
}
