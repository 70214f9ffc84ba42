// What a night would learn from, against the last good night; outside of the bounds of gates.json the night stops.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { Bounds } from '../gates/bounds.ts';
import { driftOf, tenthsOf } from '../gates/drift.ts';
import { historyOf, itemCount, newestTime, userCount, type Dataset } from '../data/dataset.ts';
import { quantile } from '../math/quantile.ts';
import type { GatheredTable } from './gather.ts';
import type { DataReport, LastGood } from './record.ts';

export interface DataReportOptions {
  data: Dataset;
  /** Null where nothing is gathered. */
  gathered: GatheredTable | null;
  last: LastGood | null;
  /** Of the version that the last good night promoted; null on the first. */
  lastCatalogue: Catalogue | null;
}

export function dataReport({ data, gathered, last, lastCatalogue }: DataReportOptions): DataReport {
  const lengths = Array.from({ length: userCount(data) }, (_, user) => historyOf(data, user).length);
  const newest = newestTime(data);
  const before = lastCatalogue === null ? null : new Set(lastCatalogue.ids);
  const edges = last?.data.lengths.edges ?? edgesOf(lengths);
  const shares = sharesBetween(edges, lengths);
  const { dropped = 0, bots = 0, lines = 0 } = gathered?.counts ?? {};
  return {
    rows: data.items.length,
    people: userCount(data),
    items: itemCount(data),
    sent: gathered?.counts.interactions ?? 0,
    newPeople: newPeople(data, last?.data.until ?? null),
    newItems: before === null ? null : data.catalogue.ids.filter((id) => !before.has(id)).length,
    unknownItems: unknownShare(gathered?.items ?? [], data.catalogue, before),
    dropped,
    droppedShare: lines === 0 ? 0 : dropped / lines,
    bots,
    popularityDrift: lastCatalogue === null ? null : popularityDrift(data.catalogue, lastCatalogue),
    historyDrift:
      last === null
        ? null
        : driftOf(
            shares.map((_, i) => i),
            last.data.lengths.shares,
            shares,
          ),
    lengths: { edges, shares },
    until: newest === null || !isDate(newest) ? null : new Date(1000 * newest).toISOString(),
  };
}

/** Some sources number their events in place of times. */
const isDate = (seconds: number): boolean => Math.abs(seconds) < Date.UTC(9999, 11, 31) / 1000;

/** Tenths of people by the length of their histories; equal lengths stay together. */
function edgesOf(lengths: readonly number[]): number[] {
  const sorted = lengths.toSorted((a, b) => a - b);
  const edges = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((q) => quantile(sorted, q));
  return [...new Set(edges)];
}

function sharesBetween(edges: readonly number[], values: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) {
    const group = edges.filter((edge) => value > edge).length;
    counts[group] = at(counts, group) + 1;
  }
  return counts.map((count) => count / values.length);
}

function newPeople(data: Dataset, until: string | null): number | null {
  const { times } = data;
  if (times === null || until === null) return null;
  const since = Date.parse(until) / 1000;
  return data.userIds.filter((_, user) => at(times, at(data.offsets, user)) > since).length;
}

function unknownShare(
  sent: GatheredTable['items'],
  { ids, titles }: Catalogue,
  before: ReadonlySet<string> | null,
): number {
  if (sent.length === 0) return 0;
  const named = new Set(ids.filter((id, item) => at(titles, item) !== id));
  // Data without titles has none for anything: then nothing is known beyond what was there before.
  const isKnown = (id: string): boolean => named.has(id) || (before?.has(id) ?? named.size === 0);
  const rows = (some: typeof sent): number => some.reduce((sum, [, count]) => sum + count, 0);
  return rows(sent.filter(([id]) => !isKnown(id))) / rows(sent);
}

function popularityDrift(now: Catalogue, before: Catalogue): number {
  const index = new Map(now.ids.map((id, item) => [id, item]));
  const kept = before.ids.flatMap((id, item): [number, number][] => {
    const place = index.get(id);
    return place === undefined ? [] : [[item, place]];
  });
  const theirs = kept.map(([item]) => at(before.counts, item));
  const own = kept.map(([, item]) => at(now.counts, item));
  return driftOf(tenthsOf(theirs), theirs, own);
}

/** @returns what is out of bounds, in words; nothing where all is well */
export function refusalsOf(report: DataReport, last: LastGood | null, bounds: Bounds['data']): string[] {
  const before = last?.data;
  const checks: (string | false)[] = [
    report.rows === 0 && 'there is not one interaction',
    report.unknownItems > bounds.unknownItems &&
      `${percent(report.unknownItems)} of what apps sent names items that nobody knows (at most ${percent(bounds.unknownItems)}): look at the ids that the app sends, or bring an items file`,
    report.droppedShare > bounds.droppedAsBots &&
      `${percent(report.droppedShare)} of the events are of bots (at most ${percent(bounds.droppedAsBots)})`,
    before !== undefined &&
      report.rows < bounds.rowsKept * before.rows &&
      `${report.rows} interactions, after ${before.rows} in the last good night (at least ${percent(bounds.rowsKept)} of them)`,
    before !== undefined &&
      report.rows > bounds.rowsGrown * before.rows &&
      `${report.rows} interactions, after ${before.rows} in the last good night (at most ${bounds.rowsGrown} times as many)`,
    before !== undefined &&
      report.people < bounds.peopleKept * before.people &&
      `${report.people} people, after ${before.people} in the last good night (at least ${percent(bounds.peopleKept)} of them)`,
    (report.popularityDrift ?? 0) > bounds.popularityDrift &&
      `what is popular has moved by a PSI of ${report.popularityDrift?.toFixed(3)} (at most ${bounds.popularityDrift})`,
    (report.historyDrift ?? 0) > bounds.historyDrift &&
      `the lengths of histories have moved by a PSI of ${report.historyDrift?.toFixed(3)} (at most ${bounds.historyDrift})`,
  ];
  return checks.filter((check) => check !== false);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
