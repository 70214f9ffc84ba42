// Curves with their intervals, and a part of the x axis that is marked.
import { e, type Element, type View } from '../element.ts';
import { axisOf } from '../scale.ts';
import { axes, EDGE, figure, frameOf, HEIGHT, WIDTH, type Frame, type Labelled } from './frame.ts';

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

export interface LineChart {
  caption: string;
  x: Labelled;
  y: Labelled;
  series: readonly Series[];
  /** From where to where on x is marked, and what that is called. */
  zone?: { from: number; to: number; name: string };
}

export function lineChart(chart: LineChart): Element {
  const { body, numbers: ends, said } = linesOf(chart);
  return figure(chart.caption, [...body, ...ends], said, legend(chart.series, chart.zone));
}

/** What stands inside the SVG, the numbers of its curves, and what it shows in words. */
export function linesOf({ x, y, series, zone }: LineChart): { body: View[]; numbers: View[]; said: string } {
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
  const lines = series.map(({ points: line }, i) => [band(line, frame, i), curve(line, frame, i)]);
  const marks = series.flatMap((one, i) =>
    one.points.map((point) => e('circle', { class: `s${i}`, cx: left(point.x), cy: top(point.y), r: 2.5 })),
  );
  return {
    body: [zone && shade(zone, frame), ...axes(frame, x.label, y.label), ...lines, ...marks],
    numbers: numbers(series, frame),
    said: series.map(({ name, points: line }) => `${name}: ${spoken(line, frame)}`).join(' '),
  };
}

/** As far as the axis goes. */
function shade({ from, to }: { from: number; to: number }, { left }: Frame): Element {
  const within = (x: number): number => Math.min(WIDTH - EDGE.right, Math.max(EDGE.left, left(x)));
  return e('rect', {
    class: 'zone',
    x: within(from),
    y: EDGE.top,
    width: Math.max(1, within(to) - within(from)),
    height: HEIGHT - EDGE.top - EDGE.bottom,
  });
}

function band(points: readonly Point[], { left, top }: Frame, series: number): View {
  if (points.every(({ low, high }) => low === undefined || high === undefined)) return null;
  const upper = points.map(({ x, y, high = y }) => `${left(x)},${top(high)}`);
  const lower = points.map(({ x, y, low = y }) => `${left(x)},${top(low)}`);
  return e('polygon', { class: `band s${series}`, points: [...upper, ...lower.toReversed()].join(' ') });
}

/** Height of a number at the end of a curve. */
const NUMBER = 11;

/** Each of several curves has its number at its end, as the legend has it: colours alone tell nobody who sees none. */
function numbers(series: readonly Series[], { left, top }: Frame): Element[] {
  if (series.length < 2) return [];
  const ends = series.flatMap(({ points }, i) => {
    const [before, last] = [points.at(-2), points.at(-1)];
    if (last === undefined) return [];
    const isLeftward = before !== undefined && left(last.x) < left(before.x);
    return [{ name: `${i + 1}`, x: left(last.x), y: top(last.y), isLeftward }];
  });
  let free = 0;
  return ends
    .toSorted((a, b) => a.y - b.y)
    .map(({ name, x, y, isLeftward }) => {
      const lowered = Math.max(y, free);
      free = lowered + NUMBER;
      const beside = isLeftward ? { x: x - 6, 'text-anchor': 'end' } : { x: x + 5 };
      return e('text', { class: 'number-of', ...beside, y: lowered + 4 }, name);
    });
}

const curve = (points: readonly Point[], { left, top }: Frame, series: number): Element =>
  e('polyline', { class: `s${series}`, points: points.map(({ x, y }) => `${left(x)},${top(y)}`).join(' ') });

/** Points that somebody can listen to; of more only the ends are said. */
const SAID = 12;

function spoken(points: readonly Point[], { x, y }: Frame): string {
  const ends = [points.at(0), points.at(-1)].filter((point) => point !== undefined);
  const said = (points.length > SAID ? ends : points).map(
    (point) => `${y.label(point.y)} at ${x.label(point.x)}`,
  );
  return `${said.join(points.length > SAID ? ' to ' : ', ')}.`;
}

function legend(series: readonly Series[], zone: LineChart['zone']): View {
  const entries = [
    ...(series.length > 1
      ? series.map(({ name }, i) => e('span', { class: `key s${i}` }, `${i + 1} ${name}`))
      : []),
    ...(zone ? [e('span', { class: 'key zone' }, zone.name)] : []),
  ];
  return entries.length === 0 ? null : e('p', { class: 'legend' }, entries);
}
