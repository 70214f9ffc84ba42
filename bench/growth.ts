// `growth`: what an isolate's work and memory come to as catalogue, history and concepts grow, and where 128 MB end.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GrowthCase } from './growth-size.ts';

const execute = promisify(execFile);

/** Catalogues, each with a model of both hidden sizes. */
const ITEMS = [3_000, 27_000, 100_000, 300_000];
const HIDDEN_SIZES = [64, 128];

/** An isolate's memory: JavaScript and WebAssembly together. */
const LIMIT_MIB = 128_000_000 / 2 ** 20;

/** Memory comes at once for a size, so sizes between two that were measured lie on a line between them. */
function itemsWithin(cases: readonly GrowthCase[], memory: (one: GrowthCase) => number): number {
  const beyond = cases.findIndex((one) => memory(one) > LIMIT_MIB);
  const [after, before] = [cases.at(beyond), cases[beyond - 1]];
  if (beyond < 0 || after === undefined || before === undefined) return cases.at(-1)?.items ?? 0;
  const share = (LIMIT_MIB - memory(before)) / (memory(after) - memory(before));
  return Math.floor((before.items + share * (after.items - before.items)) / 1000) * 1000;
}

export async function growth(say: (line: string) => void): Promise<object> {
  const cases: GrowthCase[] = [];
  for (const hiddenSize of HIDDEN_SIZES) {
    for (const items of ITEMS) {
      say(`${items} items of size ${hiddenSize}`);
      const script = join(import.meta.dirname, 'growth-size.ts');
      const args = ['--expose-gc', '--max-old-space-size=8000', script, String(items), String(hiddenSize)];
      const { stdout } = await execute(process.execPath, args, { maxBuffer: 2 ** 24 });
      cases.push(JSON.parse(stdout) as GrowthCase);
    }
  }
  const largest = HIDDEN_SIZES.map((hiddenSize) => {
    const ofSize = cases.filter((one) => one.hiddenSize === hiddenSize);
    return {
      hiddenSize,
      inMemory: itemsWithin(ofSize, (one) => one.wasmMiB + one.catalogueMiB),
      inMemoryWhileLoading: itemsWithin(ofSize, (one) => one.wasmMiB + one.graphsMiB + one.catalogueLoadMiB),
      beyondMemory: itemsWithin(ofSize, (one) => one.wasmMiB + one.columnsMiB),
      beyondMemoryWhileLoading: itemsWithin(
        ofSize,
        (one) => one.wasmMiB + one.graphsMiB + one.columnsLoadMiB,
      ),
    };
  });
  return { limitMiB: Math.round(LIMIT_MIB), largestCatalogues: largest, cases };
}
