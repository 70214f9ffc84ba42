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

const line = (name: string, ...cells: (number | string)[]): string =>
  name.padEnd(28) +
  cells.map((cell) => (typeof cell === 'string' ? cell : cell.toFixed(3)).padStart(12)).join('');
