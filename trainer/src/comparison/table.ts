// What a comparison of ways of steering found, in lines for a terminal.
import type { Metrics } from '@trimtab/shared/metrics.ts';

type Steering = Metrics['steering'];

/** Methods by what they gain at a loss of 5%, then the gains of hidden items; nothing where nothing was compared. */
export function steeringTable({
  summary = {},
  hiddenAttribute = {},
  hiddenAnchors = {},
}: Steering): string[] {
  const methods = Object.entries(summary)
    .sort(([, a], [, b]) => b.gainAt5pct - a.gainAt5pct)
    .map(([method, { gainAt5pct, spilloverAtEqualGain }]) => line(method, gainAt5pct, spilloverAtEqualGain));
  const hidden = Object.entries({ attributes: hiddenAttribute, anchors: hiddenAnchors }).flatMap(
    ([what, figures]) =>
      Object.entries(figures).map(([method, { hiddenGain, knownGain, ratio }]) =>
        line(`${method}, ${what}`, hiddenGain, knownGain, ratio),
      ),
  );
  return [
    ...(methods.length === 0 ? [] : [line('steering', 'gain at 5%', 'spill-over'), ...methods]),
    ...(hidden.length === 0 ? [] : [line('hidden half', 'gain', 'known', 'ratio'), ...hidden]),
  ];
}

/** Ways of bringing lists to a share, those that rank best first; nothing where none was measured. */
export function promiseTable(promise: Metrics['promise']): string[] {
  if (promise === undefined) return [];
  const ways = Object.entries(promise.atShare)
    .sort(([, a], [, b]) => b.ndcg10 - a.ndcg10)
    .map(([way, { ndcg10, alignedNdcg10, spillover }]) => line(way, ndcg10, alignedNdcg10, spillover));
  const { single, pairs, triples } = promise;
  const kept = Object.entries({ single, pairs, triples }).map(
    ([size, { wishes, kept: whole, keepable }]) =>
      `wishes, ${size}: ${whole} kept of ${keepable} that can be, of ${wishes}`,
  );
  return [line('at equal shares', 'NDCG@10', 'of aligned', 'spill-over'), ...ways, ...kept];
}

const line = (name: string, ...cells: (number | string)[]): string =>
  name.padEnd(28) +
  cells.map((cell) => (typeof cell === 'string' ? cell : cell.toFixed(3)).padStart(12)).join('');
