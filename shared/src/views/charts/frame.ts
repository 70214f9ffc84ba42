// What every chart stands in: its size, its axes, and the figure around it. Charts stand on any ground, light or dark:
// colours are those of views.css. What a chart shows is said in words too, for who does not see it.
import { e, type Element, type View } from '../element.ts';
import type { Axis } from '../scale.ts';

/** Width and height of a chart: that of a phone, so that labels are as large there as elsewhere. */
export const [WIDTH, HEIGHT] = [340, 210];
export const EDGE = { left: 58, right: 12, top: 10, bottom: 40 };

export interface Labelled {
  label: string;
  percent?: boolean;
  /** What the axis covers whatever the values are. */
  include?: readonly number[];
  isWhole?: boolean;
}

export interface Frame {
  x: Axis;
  y: Axis;
  left: (x: number) => number;
  top: (y: number) => number;
}

const place = ({ ticks }: Axis, start: number, end: number): ((value: number) => number) => {
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  return (value) => Number((start + ((value - low) / (high - low)) * (end - start)).toFixed(2));
};

export function frameOf(x: Axis, y: Axis): Frame {
  return {
    x,
    y,
    left: place(x, EDGE.left, WIDTH - EDGE.right),
    top: place(y, HEIGHT - EDGE.bottom, EDGE.top),
  };
}

export function axes({ x, y, left, top }: Frame, xLabel: string, yLabel: string): Element[] {
  const bottom = HEIGHT - EDGE.bottom;
  return [
    ...y.ticks.map((tick) =>
      e('line', { class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: top(tick), y2: top(tick) }),
    ),
    ...y.ticks.map((tick) =>
      e('text', { x: EDGE.left - 6, y: top(tick) + 4, 'text-anchor': 'end' }, y.label(tick)),
    ),
    ...x.ticks.map((tick) =>
      e('text', { x: left(tick), y: bottom + 16, 'text-anchor': 'middle' }, x.label(tick)),
    ),
    e('line', { class: 'axis', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: bottom, y2: bottom }),
    e('text', { x: (EDGE.left + WIDTH - EDGE.right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, xLabel),
    e(
      'text',
      {
        x: 11,
        y: (EDGE.top + bottom) / 2,
        'text-anchor': 'middle',
        transform: `rotate(-90 11 ${(EDGE.top + bottom) / 2})`,
      },
      yLabel,
    ),
  ];
}

export function figure(caption: string, body: readonly View[], said: string, key: View): Element {
  return e(
    'figure',
    { class: 'chart' },
    e('figcaption', {}, caption),
    e('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${caption}. ${said}` }, body),
    key,
  );
}
