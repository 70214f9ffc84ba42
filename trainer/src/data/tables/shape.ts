// How delimited text is laid out, told by a sample of its lines: delimiter, quotes, header, and columns.
import { at } from '@trimtab/shared/look-up.ts';
import { isKnownName } from './column-names.ts';
import { numeric, timeLike } from './places.ts';

export interface Shape {
  delimiter: string;
  /** The sign that encloses cells; none when empty. */
  quote: '"' | "'" | '';
  /** What stands before a quote inside quotes: another one, or a backslash. */
  escape: string;
  /** Names of columns, '' for one without; null where no line names them. */
  header: string[] | null;
  /** Types of columns as RecBole writes them (`token_seq`); null elsewhere. */
  types: string[] | null;
  /** Cells of a row. */
  width: number;
  /** Lines before the first row of data. */
  skip: number;
}

/** Those with a blank come before those without, since they split the same lines into cells that have none. */
const DELIMITERS = ['::', '\t', ', ', ',', '; ', ';', '|', ' '] as const;

const TYPED = /^\s*([^:]+):(token|token_seq|float|float_seq)\s*$/;

/** A line before the header: of Excel (`sep=;`), or a comment. */
const SEPARATOR_LINE = /^sep=(.)$/i;

/** Cells of one line; a quote doubled or escaped inside quotes is one. */
export function cellsOf(
  line: string,
  { delimiter, quote, escape }: Pick<Shape, 'delimiter' | 'quote' | 'escape'>,
): string[] {
  if (quote === '') return line.split(delimiter);
  const cells: string[] = [];
  let cell = '';
  let inside = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] as string;
    if (inside && sign === escape && line[i + 1] === quote) cell += line[++i] as string;
    else if (sign === quote && (inside || cell === '')) inside = !inside;
    else if (!inside && line.startsWith(delimiter, i)) {
      cells.push(cell);
      cell = '';
      i += delimiter.length - 1;
    } else cell += sign;
  }
  return [...cells, cell];
}

/** @param lines the first lines of the text, blank ones too */
export function shapeOf(lines: readonly string[], wanted?: string): Shape {
  const start = firstLineOf(lines);
  const rows = lines.slice(start.skip).filter((line) => line.trim() !== '');
  const candidates = wanted === undefined ? (start.delimiter ?? DELIMITERS) : [wanted];
  const shapes = [...candidates].map((delimiter) => shapeWith(rows, delimiter, start.skip));
  return shapes.reduce((best, shape) => (better(rows, shape, best) ? shape : best));
}

/** Blank lines and comments before the first one that counts. */
function firstLineOf(lines: readonly string[]): { skip: number; delimiter?: [string] } {
  for (const [skip, line] of lines.entries()) {
    const separator = SEPARATOR_LINE.exec(line.trim())?.[1];
    if (separator !== undefined) return { skip: skip + 1, delimiter: [separator] };
    const comment = /^[#%]/.test(line) && !namesColumns(line.replace(/^[#%]+\s*/, '').split(/[\s,;|]+/));
    if (line.trim() !== '' && !comment) return { skip };
  }
  return { skip: 0 };
}

function shapeWith(rows: readonly string[], delimiter: string, skip: number): Shape {
  const quoting = quotesOf(rows, delimiter);
  const split = rows.slice(0, 1000).map((row) => cellsOf(row, { delimiter, ...quoting }));
  const first = split
    .slice(0, 1)
    .flat()
    .map((cell, place) => (place === 0 ? cell.replace(/^[#%]+\s*/, '') : cell));
  const typed = first.map((cell) => TYPED.exec(cell));
  if (first.length > 0 && typed.every((match) => match !== null)) {
    const header = typed.map((match) => at(match, 1).trim());
    const types = typed.map((match) => at(match, 2));
    return { delimiter, quote: '', escape: '', header, types, width: header.length, skip: skip + 1 };
  }
  if (numbersOfPandas(first, split.slice(1))) {
    return { delimiter, ...quoting, header: null, types: null, width: first.length, skip: skip + 1 };
  }
  const isHeader = headerIn(first, split.slice(1), delimiter);
  const header = isHeader
    ? fitted(
        first.map((cell) => cell.trim()),
        split.slice(1),
      )
    : null;
  const width = header?.length ?? usualWidth(split);
  return { delimiter, ...quoting, header, types: null, width, skip: skip + (isHeader ? 1 : 0) };
}

/** Double quotes wherever a table may have them, single ones where they enclose the whole first line's cells. */
function quotesOf(rows: readonly string[], delimiter: string): Pick<Shape, 'quote' | 'escape'> {
  if (delimiter === '::' || delimiter === ' ') return { quote: '', escape: '' };
  const first = rows.slice(0, 1).join('').split(delimiter);
  if (first.length > 1 && first.every((cell) => /^'.*'$/.test(cell.trim())))
    return { quote: "'", escape: "'" };
  const escaped = rows.some((row) => row.includes('\\"')) && !rows.some((row) => /[^,;\t|]""/.test(row));
  return { quote: '"', escape: escaped ? '\\' : '"' };
}

const namesColumns = (cells: readonly string[]): boolean => cells.some(isKnownName) && !cells.some(numeric);

/** Whether the first row names columns: by names that are known, or by words over a column of numbers. */
function headerIn(
  first: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
): boolean {
  if (first[0] === '' && first.length > 1 && first.slice(1).every((cell, n) => cell === String(n)))
    return true;
  if (first.some(numeric)) return false;
  if (first.some(isKnownName)) return true;
  if (delimiter === ' ') return false; // words with a blank between them are rather a row, or prose
  if (rows.length === 0) return true;
  if (first.some((_, place) => rows.every((row) => place < row.length && numeric(at(row, place)))))
    return true;
  return first.length > 1 && first.every((cell) => /^["']?[A-Za-z_][\w .:/-]*["']?$/.test(cell.trim()));
}

/** `0,1,2`: what pandas writes over columns that nobody named, told from a row by a column of words or of times below it. */
function numbersOfPandas(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first.length < 2 || rows.length === 0 || first.some((cell, place) => cell !== String(place)))
    return false;
  const all = (place: number, test: (cell: string) => boolean): boolean =>
    rows.every((row) => row.length === first.length && test(at(row, place)));
  return first.some(
    (_, place) => all(place, (cell) => cell !== '' && !numeric(cell)) || all(place, timeLike),
  );
}

/** The header with as many cells as rows have: pandas and R write one less, or leave a delimiter at the end. */
function fitted(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [...header];
  const width = usualWidth(rows);
  const alike = rows.filter((row) => row.length === width);
  if (width === header.length + 1) {
    const trailing = alike.every((row) => row.at(-1) === '');
    if (trailing) return [...header, ''];
    return alike.every((row, n) => Number(row[0]) === Number(alike[0]?.[0]) + n)
      ? ['', ...header]
      : [...header];
  }
  if (width === header.length - 1 && header.at(-1) === '') return header.slice(0, -1);
  return [...header];
}

/** The number of cells that most rows have. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** More known names; else more rows of one width; else more cells. */
function better(rows: readonly string[], a: Shape, b: Shape): boolean {
  const known = (shape: Shape): number => (shape.header ?? []).filter(isKnownName).length;
  if (known(a) !== known(b)) return known(a) > known(b);
  const regular = (shape: Shape): number => {
    if (shape.width < 2) return 0;
    const some = rows.slice(0, 200).map((row) => cellsOf(row, shape).length);
    return some.filter((width) => width === shape.width).length / Math.max(1, some.length);
  };
  const [ofA, ofB] = [regular(a), regular(b)];
  return ofA === ofB ? a.width > b.width : ofA > ofB;
}
