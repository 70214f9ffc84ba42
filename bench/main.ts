// `npm run bench -- <name> [--json]`: runs a benchmark; with --json, stdout is one line of JSON and nothing else.
import { parseArgs } from 'node:util';
import { api } from './api.ts';
import { edge } from './edge.ts';
import { epoch20m } from './epoch-20m.ts';
import { growth } from './growth.ts';
import { largeCatalogue } from './large-catalogue.ts';
import { night20m } from './night-20m.ts';
import { packing } from './packing.ts';
import { page } from './page.ts';
import { phrases } from './phrases.ts';
import { prepare20m } from './prepare-20m.ts';
import { saeStepBenchmark } from './sae-step.ts';
import { startUp } from './start-up.ts';
import { steering } from './steering.ts';
import { trainStepBenchmark } from './train-step.ts';

/** Reports progress on stderr and returns the figures. */
export type Benchmark = (say: (line: string) => void) => Promise<object>;

const benchmarks: Record<string, Benchmark> = {
  edge,
  growth,
  api,
  steering,
  'start-up': startUp,
  'sae-step': saeStepBenchmark,
  'train-step': trainStepBenchmark,
  packing,
  page,
  phrases,
  'large-catalogue': largeCatalogue,
  'prepare-20m': prepare20m,
  'night-20m': night20m,
  'epoch-20m': epoch20m,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const [name = ''] = positionals;
const benchmark = benchmarks[name];

if (benchmark === undefined || positionals.length > 1) {
  console.error(
    `usage: npm run bench -- <name> [--json], with a name of: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  const figures = await benchmark((line) => console.error(line));
  console.log(JSON.stringify(figures, null, values.json ? undefined : 2));
}
