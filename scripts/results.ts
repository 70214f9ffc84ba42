// `npm run results`: docs/results.md from the figures that are kept in docs/results/. `--check` only compares;
// `--take <run> --name <name> --machine <words>` keeps the figures of a finished run first.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { metricsSchema } from '@trimtab/shared/metrics.ts';
import { homeFolder, openRun } from '@trimtab/trainer/run/run-folder.ts';
import { metricsFile } from '@trimtab/trainer/run/files-of-run.ts';
import { keptResultSchema, resultsPage } from './results-page.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/results');
const page = join(root, 'docs/results.md');

/** The page that the kept figures make. */
function made(): string {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const results = files.sort().map((file) => {
    const kept: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return [file.replace(/\.json$/, ''), keptResultSchema.parse(kept)] as const;
  });
  return resultsPage(new Map(results));
}

interface Taken {
  take: string;
  name: string;
  machine: string;
  title: string;
  command: string;
}

async function keep({ take, name, machine, title, command }: Taken): Promise<void> {
  const run = await openRun(homeFolder(), take);
  const metrics = metricsSchema.parse(JSON.parse(readFileSync(metricsFile(run), 'utf8')));
  const date = new Date().toISOString().slice(0, 10);
  const kept = keptResultSchema.parse({ title, command, date, machine, metrics });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept)}\n`);
}

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { check: { type: 'boolean' }, take: text, name: text, machine: text, title: text, command: text },
});
const { take, name, machine, title, command } = values;
if (take !== undefined) {
  if (!name || !machine || !title || !command) {
    console.error('results: --take needs --name, --machine, --title and --command, which the page shows');
    process.exit(2);
  }
  await keep({ take, name, machine, title, command });
}
const wanted = made();
if (values.check !== true) writeFileSync(page, wanted);
else if (readFileSync(page, 'utf8') !== wanted) {
  console.error('docs/results.md is not what docs/results/ makes: npm run results');
  process.exitCode = 1;
}
