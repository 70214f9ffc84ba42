// `npm run deploy -- --env production`: migrations first, then the Worker that needs them, so that none ever serves before
// its tables are there. Stops at the first step that fails; what is done already is skipped when it is run again.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');

/** Bindings of wrangler.toml whose databases have migrations. */
const DATABASES = ['DB', 'CATALOGUE'];

interface Step {
  title: string;
  /** Of wrangler. */
  args: string[];
}

interface DeployOptions {
  env: string | undefined;
  /** Builds the Worker, and says which migrations are still to come, but changes nothing. */
  dryRun: boolean;
  /** Further words for every step, such as `--config` of a test. */
  rest: readonly string[];
  /** `--remote`, or `--local` where there is no account. */
  place: '--remote' | '--local';
}

/** Migrations only add, so the Worker that still serves goes on working between the steps. */
export function deploySteps({ env, dryRun, rest, place }: DeployOptions): Step[] {
  const common = [...(env === undefined ? [] : ['--env', env]), ...rest];
  const task = dryRun ? 'list' : 'apply';
  return [
    ...DATABASES.map((database) => ({
      title: `migrations of ${database}`,
      args: ['d1', 'migrations', task, database, place, ...common],
    })),
    { title: 'the Worker', args: ['deploy', ...(dryRun ? ['--dry-run'] : []), ...common] },
  ];
}

/** @param run runs wrangler. @returns its exit status. */
export function deploy(options: DeployOptions, run: (args: string[]) => number): number {
  for (const { title, args } of deploySteps(options)) {
    console.error(`deploy: ${title}`);
    const status = run(args);
    if (status !== 0) {
      console.error(`deploy: ${title} failed, and nothing after it was done: mend it, and run this again`);
      return status;
    }
  }
  return 0;
}

function wrangler(args: string[]): number {
  const program = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');
  return spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    options: { env: { type: 'string' }, 'dry-run': { type: 'boolean' }, local: { type: 'boolean' } },
    allowPositionals: true,
  });
  const place = values.local === true ? '--local' : '--remote';
  const options = { env: values.env, dryRun: values['dry-run'] ?? false, rest: positionals, place } as const;
  process.exitCode = deploy(options, wrangler);
}
