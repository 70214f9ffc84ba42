// How long 20 million interactions take from ratings.csv to a data set on disk, and how much memory at most; with a
// process of its own, so that the peak is of the preparation alone.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TWENTY_MILLION, writeRatings } from './twenty-million.ts';

const run = promisify(execFile);

export async function prepare20m(say: (line: string) => void): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-20m-'));
  try {
    const file = join(folder, 'ratings.csv');
    await writeRatings(file, TWENTY_MILLION, 1);
    say(`generated ${((await stat(file)).size / 1e6).toFixed(0)} MB`);
    const program = join(import.meta.dirname, 'prepare-process.ts');
    const { stdout } = await run(process.execPath, [program, folder, join(folder, 'dataset')]);
    const figures = JSON.parse(stdout) as Record<string, number>;
    say(`prepared in ${figures['seconds']} s with ${figures['peakMiB']} MiB at most`);
    return { bench: 'prepare-20m', generated: TWENTY_MILLION, ...figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
