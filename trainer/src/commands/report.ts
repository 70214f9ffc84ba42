// `trimtab report`: the figures, curves and concepts of a run in one HTML file.
import { join, resolve } from 'node:path';
import { writeWhole } from '../files/atomic.ts';
import { readReportedRun } from '../report/read-run.ts';
import { renderReport } from '../report/report.ts';
import { homeFolder, openRun } from '../run/run-folder.ts';

export interface ReportOptions {
  run?: string;
  out?: string;
  json?: boolean;
}

export async function report({ run: name, out, json }: ReportOptions): Promise<void> {
  const run = await openRun(homeFolder(), name);
  const path = resolve(out ?? join(run.folder, 'report.html'));
  const page = await renderReport(await readReportedRun(run));
  await writeWhole(path, page);
  console.error(`wrote ${path} (${(page.length / 1024).toFixed(0)} KiB)`);
  if (json === true) process.stdout.write(`${JSON.stringify({ run: run.name, report: path })}\n`);
}
