// What a file of a folder is, by its name and its first lines: interactions, rows about something else, or neither.
import { basename, extname } from 'node:path';
import { at } from '@trimtab/shared/look-up.ts';
import { DataError } from '../errors.ts';
import { findColumn, type NamedColumns } from '../tables/column-names.ts';
import { withDatabase } from '../tables/duckdb.ts';
import { openTable } from '../tables/table.ts';
import { JSON_LINES, PARQUET } from '../tables/part.ts';
import { decodeHead } from '../tables/plain-text.ts';
import { looksLikeSequences, placesOf } from '../tables/places.ts';
import { cellsOf, shapeOf, type Shape } from '../tables/shape.ts';
import { wholeLines } from '../tables/text-lines.ts';
import { headOf, plainName } from '../tables/unpack-file.ts';

/**
 * What a file looks like:
 *
 * - `pairs` are lines of a user and an item (SASRec), `sequences` lines of a user and all its items (S3Rec).
 * - `table` has a column of users and one of items, and `other` columns without these.
 * - `broken` cannot be opened.
 */
export type Look = 'pairs' | 'sequences' | 'table' | 'other' | 'broken' | 'none';

export interface Wanted {
  user?: string | undefined;
  item?: string | undefined;
}

/** Files whose names alone say that they hold interactions. */
const INTERACTIONS = /^(ratings\.(dat|csv)|u\.data|listening_history\.csv|.*\.inter)$/i;

const TABLE = /\.(csv|tsv|tab)$/i;
const TEXT = /\.(txt|dat|data)$/i;

/** Text about the data, and what lies beside the interactions in the forms that are known. */
const BESIDE =
  /^((items?|movies|tags?|tag_names|links|users?|genome-(scores|tags)|id_.*|book_tags)\.|u\.(item|genre|user|info|occupation)$|sas_to_original_|readme|licen[cs]e|notice|terms|changelog|requirements|checksums?)/i;

/** @param path of the file @param wanted columns that were asked for */
export async function lookAt(path: string, wanted: Wanted = {}): Promise<Look> {
  const name = plainName(basename(path));
  if (INTERACTIONS.test(name)) return 'table';
  if (BESIDE.test(name)) return 'none';
  return lookInside(path, wanted);
}

/** Looks as `lookAt` does, but what the name says does not count. */
export const lookInside = (path: string, wanted: Wanted = {}): Promise<Look> =>
  lookWithin(path, wanted).catch((error: unknown) => {
    if (error instanceof DataError) return 'broken' as const; // what is wrong is told when it is read
    throw error;
  });

async function lookWithin(path: string, wanted: Wanted): Promise<Look> {
  const name = plainName(basename(path));
  if (PARQUET.test(name)) return rowsLook(await columnsOf(path), wanted);
  const isText = TEXT.test(name) || extname(name) === '' || /^\.\d+$/.test(extname(name));
  if (!isText && !TABLE.test(name) && !JSON_LINES.test(name)) return 'none';
  const head = await headOf(path);
  const lines = wholeLines(decodeHead(head), head.length < 262_144);
  if (JSON_LINES.test(name) || lines.slice(0, 1).some((line) => /^\s*\[?\s*\{\s*"/.test(line)))
    return rowsLook(keysOf(path, lines), wanted);
  return TABLE.test(name) ? tableLook(path, lines, wanted) : textLook(path, lines, wanted);
}

const columnsOf = (path: string): Promise<NamedColumns> => withDatabase((db) => openTable(db, [path]));

function keysOf(file: string, lines: readonly string[]): NamedColumns | null {
  const rows = lines.slice(0, 1000).flatMap((line) =>
    objectIn(
      line
        .trim()
        .replace(/^\[/, '')
        .replace(/[,\]]+$/, ''),
    ),
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return columns.length === 0 ? null : { file, columns, named: true };
}

function objectIn(text: string): object[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}

function rowsLook(columns: NamedColumns | null, { user, item }: Wanted): Look {
  if (columns === null) return 'other';
  const has = (role: 'user' | 'item', given?: string): boolean => {
    try {
      return findColumn(columns, role, given) !== undefined;
    } catch {
      return given === undefined; // two that could be it are rather too many than none
    }
  };
  return has('user', user) && has('item', item) ? 'table' : 'other';
}

function tableLook(file: string, lines: readonly string[], wanted: Wanted): Look {
  const shape = shapeOf(lines);
  if (shape.header !== null) return rowsLook({ file, columns: shape.header, named: true }, wanted);
  return placesOf(rowsUnder(shape, lines)) === null ? 'other' : 'table';
}

/** Text without a known name must look like data, so that notes are no table. */
function textLook(file: string, lines: readonly string[], wanted: Wanted): Look {
  const shape = shapeOf(lines);
  if (shape.header !== null && rowsLook({ file, columns: shape.header, named: true }, wanted) === 'table')
    return 'table';
  const rows = lines.map((line) => line.trim()).filter((line) => line !== '').map((line) => line.split(/\s+/)); // prettier-ignore
  if (rows.length > 0 && rows.every((row) => row.length === 2 && !/[,;|]$/.test(at(row, 0))))
    return looksLikePairs(rows) ? 'pairs' : 'none';
  if (shape.header === null && shape.width > 1 && placesOf(rowsUnder(shape, lines)) !== null) return 'table';
  if (looksLikeSequences(rows)) return 'sequences';
  if (!isRegular(shape, lines)) return 'none';
  return wanted.user !== undefined && wanted.item !== undefined ? 'table' : 'other';
}

/** Rows of three cells and more, between which no prose has its blanks: columns that somebody may choose by number. */
const isRegular = (shape: Shape, lines: readonly string[]): boolean =>
  shape.width > 2 &&
  shape.delimiter !== ' ' &&
  rowsUnder(shape, lines).every((row) => row.length === shape.width);

const rowsUnder = (shape: Shape, lines: readonly string[]): string[][] =>
  lines.slice(shape.skip).filter((line) => line.trim() !== '').slice(0, 1000).map((line) => cellsOf(line, shape)); // prettier-ignore

/** Numbers, or somebody who comes more than once. */
function looksLikePairs(rows: readonly (readonly string[])[]): boolean {
  const numbered = rows.every((row) => row.some((word) => /^\d+$/.test(word)));
  return numbered || new Set(rows.map(([user]) => user)).size < rows.length;
}
