// A search as a table to read: every trial of every rung, best first, and what won.
import { at } from '@trimtab/shared/look-up.ts';
import type { SearchResult } from './search.ts';
import type { TrialRecord } from './trial-files.ts';

export function trialsTable({ trials, winner }: SearchResult): string {
  const keys = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
  const heading = [
    'rung',
    'candidate',
    'seed',
    'epochs',
    'best epoch',
    'NDCG@10',
    'HR@10',
    'seconds',
    ...keys,
  ];
  const sorted = trials.toSorted(
    (a, b) => a.rung - b.rung || valueOf(b) - valueOf(a) || a.candidate - b.candidate,
  );
  const rows = sorted.map((record) => [
    ...figuresOf(record),
    ...keys.map((key) => show(record.settings[key])),
  ]);
  const table = aligned([heading, ...rows]);
  if (winner === null) return `${table}\n\nNothing won: every training of the best candidate failed.`;
  const { settings, mean, deviation, seeds } = winner;
  const spread = seeds === 1 ? 'one seed' : `± ${deviation.toFixed(4)} over ${seeds} seeds`;
  return `${table}\n\nvalidation NDCG@10 ${mean.toFixed(4)}, ${spread}, of ${JSON.stringify(settings)}`;
}

const valueOf = ({ best }: TrialRecord): number => best?.validationNdcg10 ?? -1;

function figuresOf({ rung, candidate, seed, epochs, best, seconds }: TrialRecord): string[] {
  const figures =
    best === null
      ? ['-', 'failed', '-']
      : [String(best.epoch), best.validationNdcg10.toFixed(4), best.validationHr10.toFixed(4)];
  return [rung, candidate, seed, epochs].map(String).concat(figures, seconds.toFixed(0));
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function aligned(rows: readonly string[][]): string {
  const widths = at(rows, 0).map((_, column) => Math.max(...rows.map((row) => at(row, column).length)));
  return rows
    .map((row) => row.map((cell, column) => cell.padStart(at(widths, column))).join('  '))
    .join('\n');
}
