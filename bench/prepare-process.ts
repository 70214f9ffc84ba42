// Prepares the data of one folder into another, and prints seconds and peak memory as JSON: a process of prepare-20m.
import { readSource } from '@trimtab/trainer/data/read-source.ts';
import { writeDataset } from '@trimtab/trainer/data/store.ts';

const [source, folder] = process.argv.slice(2);
if (source === undefined || folder === undefined) throw new Error('expected a source and a folder to write');
const began = performance.now();
const data = await readSource({ source });
const read = performance.now();
await writeDataset(folder, data);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const figures = {
  users: data.userIds.length,
  items: data.catalogue.ids.length,
  interactions: data.items.length,
  seconds: seconds(performance.now() - began),
  readSeconds: seconds(read - began),
  processorSeconds: seconds((userCPUTime + systemCPUTime) / 1000),
  peakMiB: Math.round(maxRSS / 1024),
};
console.log(JSON.stringify(figures));

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
