// A table that describes items, in any form: id, title, year, and lists of attributes.
import type { Database } from '../tables/duckdb.ts';
import { findColumn, listColumns, requireRole } from '../tables/column-names.ts';
import { writeWholeNumbers } from '../tables/ids.ts';
import { describeFilm, NO_GENRE, type ItemDescription } from '../tables/item-descriptions.ts';
import { parseList, separatorOf, type Separator } from '../tables/lists.ts';
import type { Layout } from '../tables/part.ts';
import {
  cell,
  createTable,
  numberedRows,
  openTable,
  type Rows,
  type Selection,
  type Table,
} from '../tables/table.ts';
import { DataError } from '../errors.ts';

/** Column → separator, as the caller has it: `{ genres: ',' }`; an empty one leaves cells whole. */
export type Separators = Readonly<Record<string, string>>;

export interface ItemsOptions {
  /** The name of the item column of the interactions, which counts before the usual ones. */
  item?: string | undefined;
  separators?: Separators | undefined;
  /** The columns of a file without a header. */
  layout?: Layout | undefined;
  /** Further lists, as SQL over the columns. */
  lists?: Readonly<Record<string, string>> | undefined;
}

export interface DescribedItems {
  descriptions: Map<string, ItemDescription>;
  notes: string[];
}

interface ListColumn {
  column: string;
  kind: string;
  key: string;
  spaced: boolean;
}

/** @throws DataError `unknown-column`, `unreadable-row` for a row without an id, `duplicate-item` */
export async function readItems(
  db: Database,
  file: string,
  options: ItemsOptions = {},
): Promise<DescribedItems> {
  const source = await openTable(db, [file], options.layout);
  const id = findColumn(source, 'item', undefined, options.item) ?? idColumn(source);
  const title = requireRole(source, 'title');
  const year = findColumn(source, 'year');
  const lists = listColumns(source).map(({ place, column, kind }): ListColumn & { place: number } => ({
    place,
    column,
    kind,
    key: `list_${place}`,
    spaced: source.types?.[place] === 'token_seq',
  }));
  const more = Object.entries(options.lists ?? {}).map(([kind, sql]) => ({ column: kind, kind, key: `more_${kind}`, spaced: false, sql })); // prettier-ignore
  const selection: Selection = {
    id: cell(id),
    title: cell(title),
    year: cell(year),
    ...Object.fromEntries(lists.map(({ key, place }) => [key, cell(place)])),
    ...Object.fromEntries(more.map(({ key, sql }) => [key, sql])),
  };
  const rows = await createTable(db, 'items', source, selection);
  await writeWholeNumbers(db, 'items', 'id');
  const read = await numberedRows(db, 'items');
  const columns = [...lists, ...more];
  const separators = separatorsOf(source, columns, read, options.separators ?? {});
  const descriptions = await describe(read, columns, separators, rows, source.columns[id] ?? 'id');
  return { descriptions, notes: notesOf(source, columns, separators) };
}

/** `id` alone names an item only in a file about items. */
function idColumn(source: Table): number {
  const place = source.columns.findIndex((column) => column.toLowerCase() === 'id');
  return place >= 0 ? place : requireRole(source, 'item');
}

function separatorsOf(
  { file, columns: known }: Table,
  columns: readonly ListColumn[],
  rows: readonly Record<string, unknown>[],
  given: Separators,
): Map<string, Separator> {
  const unknown = Object.keys(given).find((column) => columns.every((each) => each.column !== column));
  if (unknown !== undefined) throw noList(file, unknown, columns, known);
  return new Map(
    columns.map(({ column, key, spaced }) => {
      const cells = rows.flatMap((row) => (typeof row[key] === 'string' ? [row[key]] : []));
      const wanted = given[column];
      return [key, wanted === undefined ? separatorOf(cells, spaced) : wanted === '' ? null : wanted];
    }),
  );
}

async function describe(
  read: readonly Record<string, unknown>[],
  columns: readonly ListColumn[],
  separators: ReadonlyMap<string, Separator>,
  rows: Rows,
  idName: string,
): Promise<Map<string, ItemDescription>> {
  const descriptions = new Map<string, ItemDescription>();
  for (const row of read) {
    const id = row['id'];
    if (typeof id !== 'string' || id.trim() === '')
      throw await rows.fault(Number(row['row']), `an ${idName}`);
    if (descriptions.has(id)) throw await duplicateItem(rows, Number(row['row']), id);
    const words = (key: string): string | undefined => (typeof row[key] === 'string' ? row[key] : undefined);
    const film = describeFilm((words('title') ?? id).trim(), [], yearIn(words('year')));
    const listed = columns.flatMap(({ key, kind }) =>
      parseList(words(key) ?? '', separators.get(key) ?? null)
        .filter((label) => kind !== 'genre' || !NO_GENRE.test(label))
        .map((label) => withKind(label, kind)),
    );
    descriptions.set(id, { ...film, attributes: [...film.attributes, ...listed] });
  }
  return descriptions;
}

/** The year of `1999`, `1999.0` and `1999-05-01`. */
const yearIn = (cell_: string | undefined): string | undefined =>
  /^\s*(\d{4})(?:\.0+|-\d\d.*)?\s*$/.exec(cell_ ?? '')?.[1];

/** `genre:Horror` → a genre; `slow`, `10:30` and `http://x` → attributes of the column's own kind. */
function withKind(label: string, kind: string): { kind: string; label: string } {
  const match = /^([A-Za-z][\w-]*):(?!\/\/)(.+)$/s.exec(label);
  return { kind: match?.[1] ?? kind, label: (match?.[2] ?? label).trim() };
}

export async function duplicateItem(rows: Rows, row: number, id: string): Promise<DataError> {
  const fault = await rows.fault(row, '');
  return new DataError('duplicate-item', {
    ...(fault.file === null ? {} : { file: fault.file }),
    ...(fault.row === null ? {} : { row: fault.row }),
    problem: `item "${id}" is described a second time`,
    expected: 'one row an item',
    advice: 'Remove one of the two rows',
  });
}

const noList = (
  file: string,
  wanted: string,
  lists: readonly ListColumn[],
  columns: readonly string[],
): DataError =>
  new DataError('unknown-column', {
    file,
    problem: `has no column of lists called "${wanted}", so it has no separator`,
    expected: lists.length > 0 ? `one of ${lists.map(({ column }) => column).join(', ')}` : `a column such as genres; it has ${columns.join(', ')}`, // prettier-ignore
    advice: 'Name the column as the header does: --separator genres=,',
  });

const MARKS: Readonly<Record<string, string>> = {
  ' ': 'blanks',
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
};

function notesOf(
  { parts }: Table,
  columns: readonly ListColumn[],
  separators: ReadonlyMap<string, Separator>,
): string[] {
  const encoding = parts[0]?.encoding;
  const lists = columns.map(({ column, key }) => {
    const separator = separators.get(key) ?? null;
    return separator === null
      ? `"${column}" as its cells have it`
      : `"${column}" split at ${MARKS[separator] ?? separator}`;
  });
  return [...(encoding === null || encoding === undefined || encoding === 'utf-8' ? [] : [`read as ${encoding}`]), ...lists]; // prettier-ignore
}
