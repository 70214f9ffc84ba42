// A database that is older than the Worker: it lacks a table or a column that a migration brings.

/** In SQLite's words, which D1 hands on. */
const LACKS = /no such (table|column)|has no column named/;

/** D1 has no error class; drizzle's errors carry its own as their cause. */
export const lacksMigration = (error: unknown): boolean =>
  error instanceof Error && (LACKS.test(error.message) || lacksMigration(error.cause));
