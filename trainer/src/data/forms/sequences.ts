// Lines of a user and all items of that user, oldest first, as S3Rec and LightGCN write them.
import type { Database } from '../tables/duckdb.ts';
import type { LoadedSource } from '../tables/interactions.ts';
import { createTable, openTable } from '../tables/table.ts';
import { describeBeside } from './companions.ts';
import type { Form } from './detect.ts';
import type { Separators } from './items.ts';

/** A sign that stands in no line, so that a line is one cell. */
const NEVER = '\u0001';

export async function loadSequences(
  db: Database,
  form: Form,
  { items, separators }: { items?: string | undefined; separators?: Separators | undefined } = {},
): Promise<LoadedSource> {
  const source = await openTable(db, form.files, { delimiter: NEVER, columns: ['line'] });
  await createTable(db, 'lines', source, { line: 'c0' });
  await db.run(`CREATE OR REPLACE TABLE interactions AS
    SELECT row_number() OVER (ORDER BY line, place) AS row, "user", item, NULL::DOUBLE AS rating, NULL::DOUBLE AS time
    FROM (SELECT rowid AS line, words[1] AS "user", unnest(words[2:]) AS item, unnest(range(1, len(words))) AS place
      FROM (SELECT rowid, string_split_regex(trim(line), '\\s+') AS words FROM lines))`);
  await db.run('DROP TABLE lines');
  const described = await describeBeside(db, form, { items, separators });
  const notes = ['lines of a user and its items, oldest first', ...described.notes];
  return { file: source.file, order: 'row', kCore: 1, ...described, notes };
}
