// Writes interactions of the shape of a large shop: short histories, many items, few of them popular.
//   node bench/short-histories.ts <folder> [--users 60000] [--items 300000] [--interactions 1200000] [--seed 1]
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createRandom, type Random } from '@trimtab/trainer/math/random.ts';

interface Size {
  users: number;
  items: number;
  interactions: number;
}

/** The least that anybody has, as in sets that were filtered. */
const LEAST = 5;
/** Items of one kind, such as a shelf: what people go on to is mostly of the shelf they are at. */
const SHELF = 150;
const STAYS = 0.8;
const KINDS = 40;

/** Rank by a power law: rank items·uᵖ for uniform u. */
const byPopularity = (random: Random, items: number, power: number): number =>
  Math.floor(items * random.next() ** power);

function historyOf(random: Random, { items }: Size, length: number): Set<number> {
  const shelves = Math.ceil(items / SHELF);
  const had = new Set<number>();
  let shelf = random.integer(shelves);
  while (had.size < length) {
    if (!random.chance(STAYS)) shelf = byPopularity(random, shelves, 1.5);
    // Items of a shelf lie a whole number of shelves apart, so that every shelf has popular ones.
    had.add((shelf + shelves * byPopularity(random, SHELF, 2)) % items);
  }
  return had;
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(file);
  for (const line of lines) if (!out.write(line)) await once(out, 'drain');
  out.end();
  await finished(out);
}

function* interactionLines(random: Random, size: Size): Generator<string> {
  yield 'user,item,time\n';
  const extra = size.interactions / size.users - LEAST;
  for (let user = 0; user < size.users; user++) {
    const length = LEAST + Math.round(-Math.log(1 - random.next()) * extra);
    let time = 1_500_000_000 + random.integer(100_000_000);
    for (const item of historyOf(random, size, length)) {
      time += 1 + random.integer(100_000);
      yield `u${user},i${item},${time}\n`;
    }
  }
}

function* descriptions({ items: count }: Size): Generator<string> {
  yield 'item,title,genres\n';
  const shelves = Math.ceil(count / SHELF);
  for (let item = 0; item < count; item++) yield `i${item},Item ${item},Kind ${(item % shelves) % KINDS}\n`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: 'string', default: '60000' },
    items: { type: 'string', default: '300000' },
    interactions: { type: 'string', default: '1200000' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error('name the folder to write to: node bench/short-histories.ts <folder>');
const size: Size = {
  users: Number(values.users),
  items: Number(values.items),
  interactions: Number(values.interactions),
};
await mkdir(folder, { recursive: true });
await writeLines(
  join(folder, 'interactions.csv'),
  interactionLines(createRandom(Number(values.seed), 'shop'), size),
);
await writeLines(join(folder, 'items.csv'), descriptions(size));
