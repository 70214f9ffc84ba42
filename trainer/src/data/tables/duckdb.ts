// DuckDB, owned here: an in-memory database for the time of one reading, and the few ways that we ask it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { withFile } from '../errors.ts';

export interface Database {
  run(sql: string): Promise<void>;
  /** All rows of a small result; whole numbers of 64 bits come as numbers. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** Streams a large numeric result into arrays, one a column and each as long as the result; none may be null. */
  fill(sql: string, columns: readonly (Int32Array | Float64Array)[]): Promise<void>;
  /** A path for work in between, which goes when the database closes. */
  scratch(): Promise<string>;
}

/** Of the database: what does not fit lies on disk. The data set that is read lies beside it. */
const MEMORY = '2GB';

/**
 * Opens a database, hands it to `use`, and closes it whatever happens.
 *
 * @example await withDatabase((db) => db.rows('SELECT 1 AS one'))
 */
export async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY,
    temp_directory: join(tmpdir(), `trimtab-duckdb-${process.pid}`), // for data larger than memory; else never made
  });
  const connection = await instance.connect();
  const work = workFolder();
  try {
    await connection.run("SET TimeZone = 'UTC'"); // a time without an offset means the same on every machine
    return await use({ ...databaseOn(connection), scratch: work.path });
  } finally {
    connection.closeSync();
    instance.closeSync();
    await work.remove();
  }
}

/** A folder that is made when its first path is asked for. */
function workFolder(): { path(): Promise<string>; remove(): Promise<void> } {
  let folder: Promise<string> | undefined;
  let made = 0;
  return {
    async path() {
      folder ??= withFile(tmpdir(), () => mkdtemp(join(tmpdir(), 'trimtab-work-')));
      return join(await folder, String(made++));
    },
    async remove() {
      if (folder !== undefined) await rm(await folder.catch(() => ''), { recursive: true, force: true });
    },
  };
}

function databaseOn(connection: DuckDBConnection): Omit<Database, 'scratch'> {
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map((row) => {
        const entries = Object.entries(row);
        return Object.fromEntries(entries.map(([k, v]) => [k, typeof v === 'bigint' ? Number(v) : v]));
      });
    },
    async fill(sql, columns) {
      const result = await connection.stream(sql);
      let start = 0;
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        const rows = chunk.rowCount; // a call into the library each time
        columns.forEach((column, n) => {
          const vector = chunk.getColumnVector(n);
          for (let row = 0; row < rows; row++) column[start + row] = Number(vector.getItem(row));
        });
        start += rows;
      }
    },
  };
}

/** A string literal; a path that exists means itself, brackets and stars or not. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A column or table name. */
export const name = (value: string): string => `"${value.replaceAll('"', '""')}"`;
