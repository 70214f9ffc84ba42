// `trimtab stability`: what becomes of concepts and presets over nights, seeds, widths and architectures.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entryOf } from '@trimtab/shared/look-up.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import { writeJson } from '../files/atomic.ts';
import { withDefaults } from '../config/defaults.ts';
import { parseConfig } from '../config/schema.ts';
import { openData } from '../data/source.ts';
import { itemCount, userCount } from '../data/dataset.ts';
import { homeFolder } from '../run/run-folder.ts';
import { readTrainingLog } from '../run/logged-epochs.ts';
import { measureCell } from '../stability/measure-cell.ts';
import { cellsOf, nightsOf, type Cell } from '../stability/plan.ts';
import { runCell, runOfCell, versionOf, type CellContext } from '../stability/run-cell.ts';
import {
  cellResultSchema,
  stabilityDocument,
  stabilityTable,
  type CellResult,
} from '../stability/summary.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { askedConfig, type RunOptions } from './options.ts';

export interface StabilityOptions extends RunOptions {
  /** Cells that are run now; results of others that were run before are shown too. */
  only?: string[];
}

export async function stability(options: StabilityOptions): Promise<void> {
  const asked = await askedConfig({
    ...options,
    data: options.data ?? (options.config ? undefined : 'generated'),
  });
  const { seed, data: reading } = parseConfig(withDefaults(asked), 'the options');
  const {
    source,
    protocol: _protocol,
    targets: _targets,
    shuffleBursts: _gap,
    until: _until,
    ...columns
  } = reading;
  const data = await openData(source, { ...columns, seed }, { log: (line) => console.error(line) });
  const size = { users: userCount(data), items: itemCount(data), interactions: data.items.length };
  const config = parseConfig(withDefaults(asked, size), 'the options');
  const nights = nightsOf(data);
  const home = homeFolder();
  const name = `stability-${basename(source).replace(/\W/g, '-')}-${sha256(canonicalJson(config)).slice(0, 8)}`;
  const folder = join(home, 'stability', name);
  console.error(`stability: ${name} in ${folder}`);
  const cells = cellsOf();
  const wanted = chosenCells(cells, options.only);
  const backend = memoised(() =>
    startBackend(options.backend === undefined ? {} : { backend: options.backend }),
  );
  const context: CellContext = { home, name, config, until: nights.until, backend };
  for (const cell of wanted) await resultOf(context, cells, cell, folder);
  const results = await knownResults(cells, folder);
  if (options.json === true)
    process.stdout.write(`${JSON.stringify(stabilityDocument(results, nights), null, 2)}\n`);
  else process.stdout.write(`${stabilityTable(results).join('\n')}\n`);
}

/** @throws Error that names a cell there is not, and those there are */
function chosenCells(cells: readonly Cell[], only: readonly string[] | undefined): Cell[] {
  if (only === undefined) return [...cells];
  const names = only.flatMap((list) => list.split(','));
  const unknown = names.find((name) => !cells.some((cell) => cell.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `--only ${unknown}: there is no such cell; expected some of ${cells.map((one) => one.name).join(', ')}`,
    );
  }
  return cells.filter(({ name }) => names.includes(name));
}

const fileOf = (folder: string, cell: string): string => join(folder, `${cell}.json`);

/** Trains and measures a cell, and what it follows first. What is done stays done. */
async function resultOf(
  context: CellContext,
  cells: readonly Cell[],
  cell: Cell,
  folder: string,
): Promise<void> {
  if ((await knownResult(folder, cell)) !== undefined) return;
  const before = cells.find(({ name }) => name === cell.from);
  if (before !== undefined) await resultOf(context, cells, before, folder);
  console.error(`cell ${cell.name}`);
  const { run, seconds } = await runCell(context, cell);
  // A cell that was trained before needs the backend all the same, to be measured.
  await context.backend();
  const epochs = await readTrainingLog(run);
  const validationNdcg10 = Math.max(...epochs.map((epoch) => entryOf(epoch, 'validationNdcg10')));
  const measured =
    before &&
    (await measureCell(await runOfCell(context, before), run, versionOf(context.name, before.name)));
  const result: CellResult = { cell: cell.name, seconds, validationNdcg10, ...(measured && { measured }) };
  await writeJson(fileOf(folder, cell.name), result);
}

async function knownResults(cells: readonly Cell[], folder: string): Promise<CellResult[]> {
  const found = await Promise.all(cells.map((cell) => knownResult(folder, cell)));
  return found.filter((result) => result !== undefined);
}

/** Absent too where the cell was measured when less was: its training counts, and it is measured again. */
async function knownResult(folder: string, { name }: Cell): Promise<CellResult | undefined> {
  const path = fileOf(folder, name);
  if (!existsSync(path)) return undefined;
  return cellResultSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
}

function memoised<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
