// Tables of figures. A wide one scrolls by itself, so that a phone shows all of it.
import { e, type Element, type View } from './element.ts';

interface Table {
  caption: string;
  /** The first names the rows. A heading that begins with # stands over numbers. */
  columns: readonly string[];
  rows: readonly (readonly View[])[];
}

/** Columns that a phone has room for. */
const NARROW = 3;

export function dataTable({ caption, columns, rows }: Table): Element {
  const isNumber = columns.map((heading) => heading.startsWith('#'));
  const head = columns.map((heading, i) =>
    e('th', { scope: 'col', class: isNumber[i] ? 'number' : undefined }, heading.replace('#', '')),
  );
  const body = rows.map((cells) =>
    e(
      'tr',
      {},
      cells.map((cell, i) =>
        i === 0
          ? e('th', { scope: 'row' }, cell)
          : e('td', { class: isNumber[i] ? 'number' : undefined }, cell),
      ),
    ),
  );
  const table = e(
    'table',
    { class: 'figures' },
    e('caption', {}, caption),
    e('thead', {}, e('tr', {}, head)),
    e('tbody', {}, body),
  );
  if (columns.length <= NARROW) return table;
  return e('div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': caption }, table);
}

export const sentences = (said: readonly View[]): Element =>
  e(
    'ul',
    { class: 'said' },
    said.map((sentence) => e('li', {}, sentence)),
  );

/** Shown when it is asked for: long tables. */
export const folded = (summary: string, view: View): Element =>
  e('details', {}, e('summary', {}, summary), view);
