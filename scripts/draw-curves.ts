// `npm run curves -- --out <file>.svg <run>…`: draws how runs learnt, from the log.csv that each keeps, into one SVG.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { htmlOf } from '@trimtab/shared/views/element.ts';
import { writeWhole } from '@trimtab/trainer/files/atomic.ts';
import { learningCurves, type LearningRun } from '@trimtab/trainer/report/learning-curves.ts';
import { homeFolder, openRun } from '@trimtab/trainer/run/run-folder.ts';
import { parseLog, readTrainingLog } from '@trimtab/trainer/run/logged-epochs.ts';

const USAGE = `usage: npm run curves -- --out <file>.svg [<name>=]<run or log.csv>…
  <run or log.csv>  a run under $TRIMTAB_HOME, or the path of the log of one
  <name>            what the legend calls it (default: the run or the file)`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
if (values.out === undefined || positionals.length === 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const picture = htmlOf(learningCurves(await Promise.all(positionals.map(learningRun))));
  await writeWhole(values.out, picture);
  console.error(`wrote ${values.out}`);
}

async function learningRun(argument: string): Promise<LearningRun> {
  const [, given, source] = /^(?:([^=]*)=)?(.*)$/s.exec(argument) ?? [];
  const where = source ?? argument;
  if (!where.endsWith('.csv')) {
    return { name: given ?? where, epochs: await readTrainingLog(await openRun(homeFolder(), where)) };
  }
  return { name: given ?? basename(where), epochs: parseLog(await readFile(where, 'utf8')) };
}
