// `trimtab report`: the figures, curves and concepts of a run in one HTML file.
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../files/atomic.ts';
import { readReportedRun } from '../report/read-run.ts';
import { renderReport } from '../report/report.ts';
import { homeFolder, openRun } from '../run/run-folder.ts';

interface ReportOptions {
  run?: string;
  out?: string;
  json?: boolean;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('write what a run measured, its curves and its concepts into one HTML file')
    .option('--run <name>', 'the run (default: the newest)')
    .option('--out <file>', 'where to write it (default: report.html in the run’s folder)')
    .option('--json', 'one JSON document on stdout, logs on stderr')
    .action(async ({ run: name, out, json }: ReportOptions) => {
      const run = await openRun(homeFolder(), name);
      const path = resolve(out ?? join(run.folder, 'report.html'));
      const page = await renderReport(await readReportedRun(run));
      await writeWhole(path, page);
      console.error(`wrote ${path} (${(page.length / 1024).toFixed(0)} KiB)`);
      if (json === true) process.stdout.write(`${JSON.stringify({ run: run.name, report: path })}\n`);
    });
}
