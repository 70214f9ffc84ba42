import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSource } from '../read-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-left-out-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('leaves out people up to their time, and altogether where there is none', async () => {
  const source = join(folder, 'rows.csv');
  await writeFile(source, 'user,item,time\nada,x,100\nada,y,200\nbob,x,100\nbob,y,200\ncy,x,100\n');
  const leftOut = join(folder, 'left-out.ndjson');
  await writeFile(leftOut, '{"person":"ada","until":100000}\n{"person":"bob","until":null}\n');
  const said: string[] = [];
  const data = await readSource({ source, leftOut, kCore: 1, log: (line) => said.push(line) });
  expect(data.userIds).toEqual(['ada', 'cy']);
  expect(Array.from(data.items, (item) => data.catalogue.ids[item])).toEqual(['y', 'x']);
  expect(said).toContain('3 interactions are left out, of people who were erased or object');
});
