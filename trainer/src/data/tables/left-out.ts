// People who may not be learnt from: their rows of a source go before anything is counted.
import { withFile } from '../errors.ts';
import { text, type Database } from './duckdb.ts';

/**
 * Leaves out rows of these people up to their time, and all where there is none or the row has none.
 *
 * @param path NDJSON, `{ "person", "until" }` a line, until in milliseconds since 1970 or null
 * @returns in words how many rows went
 */
export async function leaveOutPeople(db: Database, path: string): Promise<string> {
  await withFile(path, () =>
    db.run(`CREATE OR REPLACE TABLE left_out AS SELECT * FROM read_json(${text(path)}, format = 'newline_delimited',
      columns = {person: 'VARCHAR', until: 'BIGINT'})`),
  );
  const rowsNow = async (): Promise<number> => {
    const [row] = await db.rows('SELECT count(*) AS "rows" FROM interactions');
    return Number(row?.['rows']);
  };
  const before = await rowsNow();
  await db.run(`DELETE FROM interactions USING left_out WHERE "user" = person
    AND (until IS NULL OR time IS NULL OR 1000 * time <= until)`);
  return `${before - (await rowsNow())} interactions are left out, of people who were erased or object`;
}
