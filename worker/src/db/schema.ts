// Tables of D1. After a change here: `npm run generate` writes the migration.
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { ListWishes } from '@trimtab/shared/wishes.ts';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const presets = sqliteTable(
  'presets',
  {
    id: text().primaryKey(),
    /** Subject of the token that made it: nobody else sees it. */
    owner: text().notNull(),
    name: text().notNull(),
    /** Strengths alone, which is all that Workers from before wishes can read. */
    concepts: text({ mode: 'json' }).$type<Strengths>().notNull(),
    /** The other wishes; null where there are none, as in rows of such Workers. */
    wishes: text({ mode: 'json' }).$type<ListWishes>(),
    /** Model whose concepts the wishes were made for. */
    modelVersion: text('model_version').notNull(),
    /** Counts the changes; its ETag guards against lost updates. */
    revision: integer().notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
    /** SHA-256 of the token of the link that shares it; null when there is none. */
    shareHash: text('share_hash').unique(),
    /** From then on it is as if it were not there; null where it does not end. */
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }),
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
    wishes: text({ mode: 'json' }).$type<ListWishes>(),
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
  /** The default for good that one which ends by itself took the place of, and gives it back to. */
  formerDefaultId: text('former_default_id').references(() => presets.id, { onDelete: 'set null' }),
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

/** Answers to writes that carried an Idempotency-Key, for those who ask again. */
export const idempotentAnswers = sqliteTable(
  'idempotent_answers',
  {
    owner: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was asked: the key is good for that alone. */
    request: text().notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    /** Null while the first request is being answered. */
    status: integer(),
    headers: text({ mode: 'json' }).$type<Record<string, string>>(),
    body: text(),
    /** UUID that what the request makes is named by, so that a second try makes nothing twice. */
    seed: text(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.key] }),
    index('idempotent_answers_created').on(table.createdAt),
  ],
);

/** Keys of apps; a key itself is stored nowhere. */
export const apiKeys = sqliteTable('api_keys', {
  id: text().primaryKey(),
  app: text().notNull(),
  kind: text({ enum: ['publishable', 'secret'] }).notNull(),
  /** SHA-256 of the key. */
  hash: text().notNull(),
  /** Where pages may use a publishable key. */
  origins: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** Requests a day (UTC). */
  dailyQuota: integer('daily_quota').notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  revokedAt: integer('revoked_at', { mode: 'timestamp_ms' }),
});

/** Requests that isolates took of a key's quota. */
export const apiKeyUsage = sqliteTable(
  'api_key_usage',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    /** YYYY-MM-DD, UTC. */
    day: text().notNull(),
    used: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.day] })],
);

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type IdempotentAnswerRow = typeof idempotentAnswers.$inferSelect;
export type PresetRow = typeof presets.$inferSelect;
export type PresetRevisionRow = typeof presetRevisions.$inferSelect;
