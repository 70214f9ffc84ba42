// Item ids in what people paste or load: a list of ids, or a table whose first line may name its columns.
import Papa from 'papaparse';

/** Names that columns of items have in usual exports. */
const ITEM_COLUMNS =
  /^(item|items|item_?id|movie_?id|film_?id|id|product_?id|asin|track_?id|book_?id)(:token)?$/i;
const TIME_COLUMNS = /^(time|timestamp|date|at|watched_?(at|date)?|read_?at)(:float)?$/i;

interface Column {
  ids: string[];
  /** Whether its name says that it holds items. */
  isNamed: boolean;
}

/** The columns that may hold ids, the likeliest first; each oldest first where the table has times. */
export function candidateColumns(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' });
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  const header = rows[0] ?? [];
  const isTable = rows.length > 1 && header.some((name) => ITEM_COLUMNS.test(name));
  const body = isTable ? rows.slice(1) : rows;
  const sorted = isTable
    ? inOrder(
        body,
        header.findIndex((name) => TIME_COLUMNS.test(name)),
      )
    : body;
  const width = Math.max(0, ...sorted.map((row) => row.length));
  // One line, or one id a line: all cells are ids.
  if (!isTable && (sorted.length === 1 || width === 1)) return [sorted.flat().filter((cell) => cell !== '')];
  const columns = Array.from({ length: width }, (_, at): Column => ({
    ids: sorted.map((row) => row[at] ?? '').filter((cell) => cell !== ''),
    isNamed: isTable && ITEM_COLUMNS.test(header[at] ?? ''),
  }));
  return columns.toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed)).map(({ ids }) => ids);
}

/** By the column of times, numbers or dates; lines without one keep their places at the front. */
function inOrder(rows: string[][], column: number): string[][] {
  if (column < 0) return rows;
  const timeOf = (row: string[]): number => {
    const cell = row[column] ?? '';
    const number = Number(cell);
    const time = cell !== '' && Number.isFinite(number) ? number : Date.parse(cell);
    return Number.isNaN(time) ? -Infinity : time;
  };
  return rows.toSorted((a, b) => timeOf(a) - timeOf(b) || 0);
}
