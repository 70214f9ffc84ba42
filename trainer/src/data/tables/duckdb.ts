// DuckDB, owned here: an in-memory database for the time of one reading, and the few ways that we ask it.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export interface Database {
  run(sql: string): Promise<void>;
  /** All rows of a small result; whole numbers of 64 bits come as numbers. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** Streams a large numeric result into arrays, one a column and each as long as the result; none may be null. */
  fill(sql: string, columns: readonly (Int32Array | Float64Array)[]): Promise<void>;
}

/** Opens a database, hands it to `use`, and closes it whatever happens. */
export async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(tmpdir(), `trimtab-duckdb-${process.pid}`), // for data larger than memory; else never made
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'"); // a time without an offset means the same on every machine
    return await use(databaseOn(connection));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function databaseOn(connection: DuckDBConnection): Database {
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
