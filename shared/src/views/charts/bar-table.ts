// Bars in a table, so that they are read as well as seen.
import { e, type Element, type View } from '../element.ts';

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
