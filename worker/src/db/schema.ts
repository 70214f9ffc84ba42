// Tables of D1. After a change here: `npm run generate` writes the migration.
import type { Strengths } from '@trimtab/shared/steering.ts';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const presets = sqliteTable(
  'presets',
  {
    id: text().primaryKey(),
    /** Subject of the token that made it: nobody else sees it. */
    owner: text().notNull(),
    name: text().notNull(),
    concepts: text({ mode: 'json' }).$type<Strengths>().notNull(),
    /** Model whose concepts the strengths were set for. */
    modelVersion: text('model_version').notNull(),
    /** Counts the changes; its ETag guards against lost updates. */
    revision: integer().notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
    /** SHA-256 of the token of the link that shares it; null when there is none. */
    shareHash: text('share_hash').unique(),
  },
  (table) => [index('presets_owner_updated').on(table.owner, table.updatedAt)],
);

/** What a preset was before its changes. */
export const presetRevisions = sqliteTable(
  'preset_revisions',
  {
    presetId: text('preset_id')
      .notNull()
      .references(() => presets.id, { onDelete: 'cascade' }),
    owner: text().notNull(),
    revision: integer().notNull(),
    name: text().notNull(),
    concepts: text({ mode: 'json' }).$type<Strengths>().notNull(),
    modelVersion: text('model_version').notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.presetId, table.revision] }),
    index('preset_revisions_owner').on(table.owner),
  ],
);

/** Standing choices of a person; no row means none was made. */
export const preferences = sqliteTable('preferences', {
  owner: text().primaryKey(),
  profiling: integer({ mode: 'boolean' }).notNull(),
  defaultPresetId: text('default_preset_id').references(() => presets.id, { onDelete: 'set null' }),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
});

/** Events by whom and by which message of the queue they came: one that comes again is known. */
export const eventReceipts = sqliteTable(
  'event_receipts',
  {
    /** Pseudonym. */
    person: text().notNull(),
    id: text().notNull(),
    message: text().notNull(),
    receivedAt: integer('received_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.person, table.id] }),
    index('event_receipts_received').on(table.receivedAt),
  ],
);

/** Files in R2 that hold events of a person, so that these can be given out and taken out. */
export const eventFiles = sqliteTable(
  'event_files',
  {
    /** Pseudonym. */
    person: text().notNull(),
    file: text().notNull(),
    receivedAt: integer('received_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.person, table.file] }),
    index('event_files_received').on(table.receivedAt),
  ],
);

export const tombstones = sqliteTable('tombstones', {
  /** Pseudonym. */
  person: text().primaryKey(),
  erasedAt: integer('erased_at', { mode: 'timestamp_ms' }).notNull(),
});

export type PresetRow = typeof presets.$inferSelect;
export type PresetRevisionRow = typeof presetRevisions.$inferSelect;
