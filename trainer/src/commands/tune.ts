// `trimtab tune`: searches settings of the recommender by successive halving, on validation only.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeJson } from '../files/atomic.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import { parseConfig, type RunConfigInput } from '../config/schema.ts';
import { homeFolder } from '../run/run-folder.ts';
import { search, type SearchPlan } from '../tune/search.ts';
import { drawSettings, parseSpace, type Space } from '../tune/space.ts';
import { trainTrial, withSettings } from '../tune/train-trial.ts';
import { trialsTable } from '../tune/trials-table.ts';
import { withDefaults } from '../config/defaults.ts';
import { askedConfig, type RunOptions } from './options.ts';

export interface TuneOptions extends RunOptions {
  space?: string;
  search?: string;
  trials: number;
  factor: number;
  epochs?: number;
  seeds: number;
}

/** How long others are left alone before their trials are looked for again. */
const PATIENCE_MS = 5000;

export async function tune(options: TuneOptions): Promise<void> {
  const given = { ...options, data: options.data ?? (options.config ? undefined : 'generated') };
  const base = withDefaults(await askedConfig(given));
  const config = parseConfig(base, 'the options');
  const space = options.space === undefined ? {} : await readSpace(options.space);
  const { trials, factor, seeds } = options;
  const { seed } = config;
  const epochs = options.epochs ?? config.training.maxEpochs;
  const plan: SearchPlan = { space, trials, factor, epochs, seeds, seed, config };
  const candidates = drawSettings(space, trials, seed, (settings) => refusal(base, settings));
  const name = options.search ?? `${basename(config.data.source)}-${sha256(canonicalJson(plan)).slice(0, 8)}`;
  const folder = join(homeFolder(), 'searches', name);
  console.error(`search: ${name} in ${folder}`);
  const backend = options.backend === undefined ? [] : ['--backend', options.backend];
  const result = await search({
    folder,
    plan,
    candidates,
    train: (trial) => trainTrial({ folder, base, options: backend }, trial),
    wait: () => setTimeout(PATIENCE_MS),
    say: (line) => console.error(line),
  });
  const best = result.winner === null ? null : withSettings(base, result.winner.settings);
  await writeJson(join(folder, 'best.json'), best);
  const text =
    options.json === true ? JSON.stringify({ search: name, folder, ...result, best }) : trialsTable(result);
  process.stdout.write(`${text}\n`);
}

async function readSpace(file: string): Promise<Space> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`--space ${file}: cannot be read; expected a JSON file of settings and their values`, {
      cause,
    });
  });
  return parseSpace(parseJson(text, file), `--space ${file}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`--space ${file}: is not JSON (${String(cause)})`, { cause });
  }
}

/** Why the settings do not fit together, or null. */
function refusal(base: RunConfigInput, settings: Record<string, unknown>): string | null {
  try {
    parseConfig(withSettings(base, settings), JSON.stringify(settings));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
