// Gathers a folder of events and prepares the data set, and prints seconds and peak memory as JSON: a process of night-20m.
import { join } from 'node:path';
import { readSource } from '@trimtab/trainer/data/read-source.ts';
import { writeDataset } from '@trimtab/trainer/data/store.ts';
import { folderFiles } from '@trimtab/trainer/events/event-files.ts';
import { gatherEvents } from '@trimtab/trainer/events/gather-events.ts';

const [bucket, folder] = process.argv.slice(2);
if (bucket === undefined || folder === undefined) throw new Error('expected a bucket and a folder to write');
const began = performance.now();
const source = join(folder, 'events.parquet');
const counts = await gatherEvents(await folderFiles(bucket), source);
const gathered = performance.now();
const gatherPeakMiB = peakMiB();
const data = await readSource({ source });
await writeDataset(join(folder, 'dataset'), data);
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const figures = {
  events: counts.lines,
  interactions: data.items.length,
  users: data.userIds.length,
  items: data.catalogue.ids.length,
  seconds: seconds(performance.now() - began),
  gatherSeconds: seconds(gathered - began),
  processorSeconds: seconds((userCPUTime + systemCPUTime) / 1000),
  gatherPeakMiB,
  peakMiB: peakMiB(),
};
console.log(JSON.stringify(figures));

function peakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
