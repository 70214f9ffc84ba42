// How long a night takes to gather 20 million events of compacted days and 200,000 new lines, and to prepare the data set, and
// how much memory at most; with a process of its own, so that the peak is of the preparation alone.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withDatabase, text, type Database } from '@trimtab/trainer/data/tables/duckdb.ts';
import { compactedFactsKey, compactedKey, RULES, sourceOf } from '@trimtab/trainer/events/compacted.ts';
import { folderFiles } from '@trimtab/trainer/events/event-files.ts';
import { sha256 } from '@trimtab/trainer/files/hash.ts';
import { eventFileKey } from '@trimtab/shared/events.ts';

const run = promisify(execFile);

const SIZE = { people: 138_000, items: 27_000, old: 20_000_000, fresh: 200_000, days: 160, freshFiles: 400 };
const FIRST_DAY = Date.parse('2026-06-01T00:00:00Z');
const DAY = 86_400_000;

const dayOf = (day: number): string => new Date(FIRST_DAY + DAY * day).toISOString().slice(0, 10);

export async function night20m(say: (line: string) => void): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-night-20m-'));
  try {
    const bucket = join(folder, 'bucket');
    await mkdir(bucket);
    await withDatabase(async (db) => {
      await writeDays(db, bucket);
      await writeLines(db, bucket);
    });
    say(`generated ${SIZE.days} compacted days and ${SIZE.freshFiles} files of new lines`);
    const program = join(import.meta.dirname, 'night-process.ts');
    const { stdout } = await run(process.execPath, [program, bucket, folder]);
    const figures = JSON.parse(stdout) as Record<string, number>;
    say(`prepared in ${figures['seconds']} s with ${figures['peakMiB']} MiB at most`);
    return { bench: 'night-20m', generated: SIZE, ...figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Events of one day, as many each, by people and items whose popularity falls steeply. */
const eventsSql = (count: number, day: number): string => `
  SELECT sha256((hash(i, ${day}) % ${SIZE.people})::VARCHAR) AS person, 'event-' || ${day} || '-' || i AS id,
    'interaction' AS type, ${FIRST_DAY + DAY * day} + (i * 37) % ${DAY} AS happened,
    ${FIRST_DAY + DAY * day} + (i * 37) % ${DAY} AS received,
    'film-' || floor(${SIZE.items} * pow((hash(i, ${day}, 1) % 1000000) / 1e6, 3))::INTEGER AS item, NULL::DOUBLE AS value
  FROM range(${count}) AS events(i)`;

async function writeDays(db: Database, bucket: string): Promise<void> {
  const files = await folderFiles(bucket);
  await mkdir(join(bucket, 'compacted'));
  const count = Math.floor(SIZE.old / SIZE.days);
  for (let day = 0; day < SIZE.days; day++) {
    const path = join(bucket, compactedKey(dayOf(day)));
    await db.run(
      `COPY (${eventsSql(count, day)} ORDER BY person, happened) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    // Where a day is compacted its lines are listed, and not read.
    await files.write(eventFileKey(dayOf(day), 'lines'), new TextEncoder().encode('\n'));
    const source = sourceOf(await files.list(`events/${dayOf(day)}/`));
    const leftOut = { repeated: 0, erased: 0, withdrawn: 0, impressions: 0 };
    const facts = {
      rules: RULES,
      source,
      compactedAt: new Date(FIRST_DAY + DAY * (day + 2)).toISOString(),
      rows: count,
      leftOut,
    };
    await writeFile(
      join(bucket, compactedFactsKey(dayOf(day))),
      JSON.stringify({ ...facts, sha256: sha256(await readFile(path)) }),
    );
  }
}

async function writeLines(db: Database, bucket: string): Promise<void> {
  const files = await folderFiles(bucket);
  const rows = await db.rows(eventsSql(SIZE.fresh, SIZE.days));
  const each = SIZE.fresh / SIZE.freshFiles;
  for (let file = 0; file < SIZE.freshFiles; file++) {
    const lines = rows.slice(file * each, (file + 1) * each).map(({ person, id, type, happened, item }) => {
      const at = new Date(Number(happened)).toISOString();
      return `${JSON.stringify({ type, id, at, item, person, receivedAt: at })}\n`;
    });
    await files.write(
      eventFileKey(dayOf(SIZE.days), `lines-${file}`),
      new TextEncoder().encode(lines.join('')),
    );
  }
}
