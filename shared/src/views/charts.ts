// Charts as SVG that stand on any ground, light or dark: colours are those of views.css. What a chart shows is said in
// words too, for who does not see it.
import { e, type Element, type View } from './element.ts';
import { axisOf, type Axis } from './scale.ts';

/** As wide as a phone, so that labels are as large there as elsewhere. */
const [WIDTH, HEIGHT] = [340, 210];
const EDGE = { left: 58, right: 12, top: 10, bottom: 40 };

export interface Point {
  x: number;
  y: number;
  /** A 95% interval, where there is one. */
  low?: number;
  high?: number;
}

export interface Series {
  name: string;
  points: readonly Point[];
}

interface Labelled {
  label: string;
  percent?: boolean;
  /** What the axis covers whatever the values are. */
  include?: readonly number[];
  isWhole?: boolean;
}

interface LineChart {
  caption: string;
  x: Labelled;
  y: Labelled;
  series: readonly Series[];
  /** From where to where on x is marked, and what that is called. */
  zone?: { from: number; to: number; name: string };
}

interface Frame {
  x: Axis;
  y: Axis;
  left: (x: number) => number;
  top: (y: number) => number;
}

const place = ({ ticks }: Axis, start: number, end: number): ((value: number) => number) => {
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  return (value) => Number((start + ((value - low) / (high - low)) * (end - start)).toFixed(2));
};

function frameOf(x: Axis, y: Axis): Frame {
  return {
    x,
    y,
    left: place(x, EDGE.left, WIDTH - EDGE.right),
    top: place(y, HEIGHT - EDGE.bottom, EDGE.top),
  };
}

export function lineChart({ caption, x, y, series, zone }: LineChart): Element {
  const points = series.flatMap((one) => one.points);
  const values = points.flatMap(({ y: value, low = value, high = value }) => [low, value, high]);
  const frame = frameOf(
    axisOf(
      points.map((point) => point.x),
      { ...x, most: 4 },
    ),
    axisOf(values, y),
  );
  const { left, top } = frame;
  const body = [
    zone && shade(zone, frame),
    ...series.map(({ points: line }, i) => [band(line, frame, i), curve(line, frame, i)]),
  ];
  const said = series.map(({ name, points: line }) => `${name}: ${spoken(line, frame)}`).join(' ');
  const marks = series.flatMap((one, i) =>
    one.points.map((point) => e('circle', { class: `s${i}`, cx: left(point.x), cy: top(point.y), r: 2.5 })),
  );
  return figure(caption, [...axes(frame, x.label, y.label), ...body, ...marks], said, legend(series, zone));
}

const shade = ({ from, to }: { from: number; to: number }, { left }: Frame): Element =>
  e('rect', {
    class: 'zone',
    x: left(from),
    y: EDGE.top,
    width: Math.max(1, left(to) - left(from)),
    height: HEIGHT - EDGE.top - EDGE.bottom,
  });

function band(points: readonly Point[], { left, top }: Frame, series: number): View {
  if (points.every(({ low, high }) => low === undefined || high === undefined)) return null;
  const upper = points.map(({ x, y, high = y }) => `${left(x)},${top(high)}`);
  const lower = points.map(({ x, y, low = y }) => `${left(x)},${top(low)}`);
  return e('polygon', { class: `band s${series}`, points: [...upper, ...lower.toReversed()].join(' ') });
}

const curve = (points: readonly Point[], { left, top }: Frame, series: number): Element =>
  e('polyline', { class: `s${series}`, points: points.map(({ x, y }) => `${left(x)},${top(y)}`).join(' ') });

const spoken = (points: readonly Point[], { x, y }: Frame): string =>
  `${points.map((point) => `${y.label(point.y)} at ${x.label(point.x)}`).join(', ')}.`;

function axes({ x, y, left, top }: Frame, xLabel: string, yLabel: string): Element[] {
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

function legend(series: readonly Series[], zone: LineChart['zone']): View {
  const entries = [
    ...(series.length > 1 ? series.map(({ name }, i) => e('span', { class: `key s${i}` }, name)) : []),
    ...(zone ? [e('span', { class: 'key zone' }, zone.name)] : []),
  ];
  return entries.length === 0 ? null : e('p', { class: 'legend' }, entries);
}

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

function figure(caption: string, body: readonly View[], said: string, key: View): Element {
  return e(
    'figure',
    { class: 'chart' },
    e('figcaption', {}, caption),
    e('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${caption}. ${said}` }, body),
    key,
  );
}

export interface Bar {
  name: View;
  value: number;
  /** As it is written behind the bar. */
  text: string;
  /** A 95% interval, where there is one. */
  low?: number;
  high?: number;
  /** Another figure, of a column of its own. */
  more?: string;
  /** Set apart from those that it is compared with. */
  isOurs?: boolean;
}

/** A table whose middle column draws the values: bars that are read as well as seen. */
export function barTable(
  caption: string,
  [nameHeading, valueHeading, moreHeading]: readonly [string, string, string?],
  bars: readonly Bar[],
): Element {
  const most = Math.max(...bars.map(({ value, high = value }) => high), Number.MIN_VALUE);
  const number = (tag: 'th' | 'td', text: string | undefined): View =>
    moreHeading !== undefined && e(tag, { scope: tag === 'th' ? 'col' : undefined, class: 'number' }, text);
  const rows = bars.map((bar) =>
    e(
      'tr',
      { class: bar.isOurs ? 'is-ours' : undefined },
      e('th', { scope: 'row' }, bar.name),
      e('td', { class: 'bar-cell' }, barOf(bar, most)),
      e('td', { class: 'number' }, bar.text),
      number('td', bar.more),
    ),
  );
  const head = [
    e('th', { scope: 'col' }, nameHeading),
    e('td'),
    e('th', { scope: 'col', class: 'number' }, valueHeading),
    number('th', moreHeading),
  ];
  return e(
    'table',
    { class: 'bars' },
    e('caption', {}, caption),
    e('thead', {}, e('tr', {}, head)),
    e('tbody', {}, rows),
  );
}

function barOf({ value, low, high }: Bar, most: number): Element {
  const at = (one: number): number => Math.max(0, Number(((100 * one) / most).toFixed(2)));
  const whisker =
    low !== undefined &&
    high !== undefined &&
    e('rect', { class: 'whisker', x: at(low), y: 4, width: at(high - low), height: 2 });
  return e(
    'svg',
    { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    e('rect', { class: 'bar', width: at(value), height: 10 }),
    whisker,
  );
}
