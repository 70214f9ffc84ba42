// gate: whether a run may take the place of what serves. Prints every rule; nothing that serves is touched.
import type { GateReport, GateRule } from '@trimtab/shared/gates.ts';
import { readBounds } from '../gates/bounds.ts';
import { gateRun } from '../gates/gate-run.ts';
import { presetsInUse } from '../gates/presets-in-use.ts';
import { openKeyDatabase } from '../keys/key-database.ts';
import { currentPointer } from '../publish/pointer.ts';
import { homeFolder, openRun } from '../run/run-folder.ts';
import { openStore, WRANGLER_CONFIG, type StoreOptions } from './publish.ts';

export interface GateCommandOptions extends StoreOptions {
  candidate?: string;
  against: string;
  gates?: string;
  runtime: boolean;
  presets: boolean;
  env?: string;
}

/** The exit code for a candidate that a rule holds back. */
export const HELD_BACK = 3;

export async function gateCommand(options: GateCommandOptions): Promise<void> {
  const { candidate, against, gates, runtime, json } = options;
  const bounds = await readBounds(gates);
  const run = await openRun(homeFolder(), candidate);
  const store = await openStore(options);
  try {
    const report = await gateRun({
      run,
      store,
      against: against === 'current' ? ((await currentPointer(store))?.current ?? null) : against,
      bounds,
      presets: options.presets ? await presetsInUse(databaseOf(options)) : null,
      worker: runtime ? WRANGLER_CONFIG : null,
      say: (line) => console.error(`gate: ${line}`),
    });
    if (json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    console.error(linesOf(report).join('\n'));
    if (!report.passed) process.exitCode = HELD_BACK;
  } finally {
    await store.close();
  }
}

const databaseOf = ({ to, persistTo, env }: GateCommandOptions) =>
  openKeyDatabase({ to: to === 'local' ? 'local' : 'remote', persistTo, environment: env });

/** One line a rule, those that fail last, where a reader sees them. */
export function linesOf({ candidate, against, passed, rules }: GateReport): string[] {
  const ordered = [...rules.filter((rule) => rule.passed), ...rules.filter((rule) => !rule.passed)];
  return [
    ...ordered.map(lineOf),
    `${candidate} against ${against ?? 'nothing'}: ${passed ? 'passes' : `held back by ${rules.filter((rule) => !rule.passed).length} of ${rules.length} rules`}`,
  ];
}

function lineOf({ name, slice, figure, must, bound, passed, says }: GateRule): string {
  const what = slice === undefined ? name : `${name} (${slice})`;
  const value = figure === null ? 'not measured' : shown(figure);
  const aside = says === undefined ? '' : `: ${says}`;
  return `${passed ? 'pass' : 'FAIL'}  ${what}  ${value}, must ${must} ${shown(bound)}${aside}`;
}

const shown = (figure: number): string =>
  Number.isInteger(figure) ? String(figure) : Number(figure.toPrecision(4)).toString();
