// All concepts in one table, which is sorted by any of its columns.
import { e, type Element, type View } from './element.ts';
import type { ConceptRow } from './concept-figures.ts';
import { decimals, percent, signed } from './numbers.ts';
import { trustIn, type Trust } from './trust.ts';

const TRUST_WORDS: Readonly<Record<Trust, string>> = {
  sure: 'sure',
  fair: 'fairly sure',
  unsure: 'doubtful',
  nameless: 'no name',
};
const TRUST_ORDER: readonly Trust[] = ['sure', 'fair', 'unsure', 'nameless'];

interface Column {
  key: string;
  heading: string;
  /** What rows are ordered by; those without come last. */
  by: (row: ConceptRow) => number | string | undefined;
  shown: (row: ConceptRow) => string;
  isNumber?: true;
}

const share = (value: number | undefined): string => (value === undefined ? '–' : percent(value));

export const CONCEPT_COLUMNS: readonly Column[] = [
  { key: 'label', heading: 'Concept', by: ({ label }) => label.toLowerCase(), shown: ({ label }) => label },
  {
    key: 'trust',
    heading: 'Name',
    by: (row) => TRUST_ORDER.indexOf(trustIn(row)) - row.labelScore / 10,
    shown: (row) =>
      row.kind === 'emergent'
        ? TRUST_WORDS.nameless
        : `${TRUST_WORDS[trustIn(row)]} (${decimals(row.labelScore, 2)})`,
  },
  {
    key: 'density',
    heading: 'Fires',
    by: ({ density }) => density,
    shown: ({ density }) => percent(density, 1),
    isNumber: true,
  },
  {
    key: 'less',
    heading: 'Share at −1',
    by: ({ less }) => less,
    shown: ({ less }) => share(less),
    isNumber: true,
  },
  { key: 'base', heading: 'at 0', by: ({ base }) => base, shown: ({ base }) => share(base), isNumber: true },
  { key: 'more', heading: 'at +1', by: ({ more }) => more, shown: ({ more }) => share(more), isNumber: true },
  {
    key: 'cost',
    heading: 'Cost at +1',
    by: ({ cost }) => cost,
    shown: ({ cost }) => (cost === undefined ? '–' : percent(cost, 1)),
    isNumber: true,
  },
  {
    key: 'safe',
    heading: 'Safe range',
    by: ({ safeRange }) => safeRange.max - safeRange.min,
    shown: ({ safeRange: { min, max } }) =>
      min === 0 && max === 0 ? 'none' : `${signed(min)} to ${signed(max)}`,
    isNumber: true,
  },
];

export interface Sorting {
  key: string;
  isDescending: boolean;
}

/** @param sorting null leaves the rows as they come, strongest concepts first */
export function sortedRows(rows: readonly ConceptRow[], sorting: Sorting | null): readonly ConceptRow[] {
  const column = CONCEPT_COLUMNS.find(({ key }) => key === sorting?.key);
  if (column === undefined || sorting === null) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [column.by(a), column.by(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return x === y ? 0 : x < y ? -sign : sign;
  });
}

/** A first click on a column of numbers shows the largest first. */
export function nextSorting(now: Sorting | null, key: string): Sorting {
  const isNumber = CONCEPT_COLUMNS.find((column) => column.key === key)?.isNumber === true;
  return { key, isDescending: now?.key === key ? !now.isDescending : isNumber };
}

interface ConceptTable {
  rows: readonly ConceptRow[];
  sorting: Sorting | null;
  hrefOf: (id: string) => string;
}

/** Buttons with `data-sort` stand in its head; whoever shows it listens to them. */
export function conceptTable({ rows, sorting, hrefOf }: ConceptTable): Element {
  const head = CONCEPT_COLUMNS.map(({ key, heading, isNumber }) => {
    const order = sorting?.key === key ? (sorting.isDescending ? 'descending' : 'ascending') : undefined;
    const button = e('button', { type: 'button', 'data-sort': key }, heading);
    return e('th', { scope: 'col', 'aria-sort': order, class: isNumber ? 'number' : undefined }, button);
  });
  const body = sortedRows(rows, sorting).map((row) =>
    e(
      'tr',
      {},
      CONCEPT_COLUMNS.map((column) => cell(column, row, hrefOf)),
    ),
  );
  const table = e('table', { class: 'concepts' }, e('thead', {}, e('tr', {}, head)), e('tbody', {}, body));
  return e('div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': 'Concepts' }, table);
}

function cell({ key, shown, by, isNumber }: Column, row: ConceptRow, hrefOf: (id: string) => string): View {
  if (key === 'label')
    return e('th', { scope: 'row' }, e('a', { href: hrefOf(row.id), dir: 'auto' }, row.label));
  return e('td', { class: isNumber ? 'number' : undefined, 'data-value': by(row) }, shown(row));
}
