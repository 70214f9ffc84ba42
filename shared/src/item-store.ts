// What fills the item store: the statements by which a version's catalogue comes into its tables (migrations/catalogue).
import { at } from './look-up.ts';
import { columnsOf } from './catalogue-columns.ts';
import type { Catalogue } from './catalogue.ts';
import type { Manifest } from './manifest.ts';
import { searchText } from './words.ts';

export interface Statement {
  sql: string;
  parameters: (string | number)[];
}

interface Filling {
  manifest: Manifest;
  catalogue: Catalogue;
  /** Versions that stay beside it; all others go. */
  keep: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

/** A parameter holds that many items' rows as JSON, of which D1 takes 2 MB. */
const ITEMS_AT_ONCE = 1000;
const NUMBERS_AT_ONCE = 100_000;

const TABLES = ['versions', 'items', 'titles', 'columns'];

/** Run in this order, the row of `versions` comes last: a version that has one is whole. */
export function* fillStatements({ manifest, catalogue, keep, now }: Filling): Generator<Statement> {
  const version = manifest.modelVersion;
  for (const table of TABLES) {
    yield {
      sql: `delete from ${table} where version not in (select value from json_each(?))`,
      parameters: [JSON.stringify(keep)],
    };
  }
  const rows = catalogue.ids.map((id, item) => {
    const title = at(catalogue.titles, item);
    return [item, id, title, at(catalogue.counts, item), searchText(title)];
  });
  for (const { piece } of piecesOf(rows, ITEMS_AT_ONCE)) yield* itemStatements(version, piece);
  for (const [name, column] of Object.entries(columnsOf(catalogue))) {
    for (const { piece, part } of piecesOf<unknown>(column, NUMBERS_AT_ONCE)) {
      yield {
        sql: 'insert into columns (version, name, part, piece) values (?, ?, ?, ?)',
        parameters: [version, name, part, piece],
      };
    }
  }
  yield {
    sql: 'insert into versions (version, manifest, filled_at) values (?, ?, ?)',
    parameters: [version, JSON.stringify(manifest), now],
  };
}

const column = (place: number): string => `json_extract(value, '$[${place}]')`;

function* itemStatements(version: string, rows: string): Generator<Statement> {
  yield {
    sql: `insert into items (version, item, id, title, interactions)
      select ?, ${[0, 1, 2, 3].map(column).join(', ')} from json_each(?)`,
    parameters: [version, rows],
  };
  yield {
    sql: `insert into titles (version, item, interactions, title)
      select ?, ${[0, 3, 4].map(column).join(', ')} from json_each(?)`,
    parameters: [version, rows],
  };
}

/** As JSON; an empty list is one piece. */
function* piecesOf<Value>(
  values: readonly Value[],
  length: number,
): Generator<{ piece: string; part: number }> {
  for (let part = 0; part === 0 || part * length < values.length; part++) {
    yield { piece: JSON.stringify(values.slice(part * length, (part + 1) * length)), part };
  }
}
