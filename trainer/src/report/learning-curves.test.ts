import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { htmlOf } from '@trimtab/shared/views/element.ts';
import { parseLog } from '../run/logged-epochs.ts';
import { learningCurves, learningPoints } from './learning-curves.ts';

const LOG = [
  'epoch,steps,loss,tokensPerSecond,seconds,validationNdcg10,validationHr10',
  '1,10,7.5,1000,90,0.05,0.1',
  '2,20,6.25,1000,60,0.11,0.2',
].join('\n');
const run = (name: string): { name: string; epochs: ReturnType<typeof parseLog> } => ({
  name,
  epochs: parseLog(LOG),
});

test('minutes add the seconds of each epoch up', () => {
  expect(learningPoints(run('a'))).toEqual([
    { epoch: 1, minutes: 1.5, loss: 7.5, validationNdcg10: 0.05 },
    { epoch: 2, minutes: 2.5, loss: 6.25, validationNdcg10: 0.11 },
  ]);
});

test('a log without a column that is drawn is refused with its place', () => {
  const epochs = parseLog('epoch,loss,seconds\n1,2,3\n');
  expect(() => learningPoints({ name: 'a', epochs })).toThrow(/a, row 2: .* "validationNdcg10"/);
});

test('two runs share four panels and one legend', () => {
  const picture = htmlOf(learningCurves([run('first'), run('second')]));
  expect(picture.match(/<polyline/g)).toHaveLength(8);
  expect(picture.match(/>first</g)).toHaveLength(1);
  expect(picture.match(/>minutes of training</g)).toHaveLength(2);
  expect(picture).toContain('fill="white"');
});

test('a ninth run has a colour too', () => {
  const picture = htmlOf(learningCurves(Array.from({ length: 9 }, (_, i) => run(`seed ${i}`))));
  expect(picture).toContain('polyline.s8{stroke:#0b6e8a}');
});

test('the command draws a log into a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-curves-'));
  const [log, out] = [join(folder, 'log.csv'), join(folder, 'curves.svg')];
  try {
    await writeFile(log, LOG);
    const script = join(import.meta.dirname, '../../../scripts/draw-curves.ts');
    await promisify(execFile)(process.execPath, [script, '--out', out, `seed 1=${log}`]);
    expect(await readFile(out, 'utf8')).toContain('>seed 1<');
  } finally {
    await rm(folder, { recursive: true });
  }
});
