// Counts in equal bins.
import { e, type Element } from '../element.ts';
import { axisOf } from '../scale.ts';
import { axes, EDGE, figure, frameOf, HEIGHT, type Labelled } from './frame.ts';

interface Histogram {
  caption: string;
  x: Labelled;
  y: Labelled;
  /** Equal bins from `from` to `to`. */
  from: number;
  to: number;
  counts: readonly number[];
}

export function histogramChart({ caption, x, y, from, to, counts }: Histogram): Element {
  const width = (to - from) / Math.max(1, counts.length);
  const frame = frameOf(
    axisOf([from, to], { ...x, most: 4 }),
    axisOf(counts, { ...y, include: [0], isWhole: true }),
  );
  const { left, top } = frame;
  const bars = counts.map((count, bin) =>
    e('rect', {
      class: 'bar s0',
      x: left(from + bin * width) + 0.5,
      y: top(count),
      width: Math.max(0.5, left(from + (bin + 1) * width) - left(from + bin * width) - 1),
      height: HEIGHT - EDGE.bottom - top(count),
    }),
  );
  const highest = Math.max(...counts);
  const most = counts.indexOf(highest);
  const said = `Most, ${frame.y.label(highest)}, lie between ${(from + most * width).toFixed(2)} and ${(from + (most + 1) * width).toFixed(2)}.`;
  return figure(caption, [...axes(frame, x.label, y.label), ...bars], said, null);
}
