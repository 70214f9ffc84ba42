// Presets in D1. Every query names the owner, so nobody reaches a row of another.
import {
  PRESETS_PER_PERSON,
  REVISIONS_PER_PRESET,
  type Preset,
  type PresetInput,
  type PresetRevision,
} from '@trimtab/shared/presets.ts';
import { apart, type Wishes } from '@trimtab/shared/wishes.ts';
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { hasNotEnded, ownedBy } from './own-presets.ts';
import { keepForGood } from './preferences.ts';
import { presetRevisions, presets, type PresetRevisionRow, type PresetRow } from './schema.ts';

type Content = Pick<PresetRow, 'concepts' | 'wishes'>;

/** Wishes as they are stored: strengths where they always were, the others beside them. */
export function storedWishes(all: Wishes): Content {
  const { strengths, wishes } = apart(all);
  return { concepts: strengths, wishes: Object.keys(wishes).length > 0 ? wishes : null };
}

export const wishesIn = ({ concepts, wishes }: Content): Record<string, Wishes[string]> => ({
  ...concepts,
  ...wishes,
});

export function toPreset(row: PresetRow): Preset {
  const { id, name, modelVersion, revision, shareHash, expiresAt, createdAt, updatedAt } = row;
  return {
    id,
    name,
    concepts: wishesIn(row),
    modelVersion,
    revision,
    shared: shareHash !== null,
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** What a preset is or was at one revision; also what a link to it shows. */
export function toRevision(row: PresetRow | PresetRevisionRow): PresetRevision {
  const { name, modelVersion, revision, updatedAt } = row;
  return { name, concepts: wishesIn(row), modelVersion, revision, updatedAt: updatedAt.toISOString() };
}

/** The person's presets, last changed first. */
export function listPresets(database: Database, owner: string): Promise<PresetRow[]> {
  return orm(database)
    .select()
    .from(presets)
    .where(and(eq(presets.owner, owner), hasNotEnded()))
    .orderBy(desc(presets.updatedAt), presets.id);
}

export async function findPreset(database: Database, owner: string, id: string): Promise<PresetRow | null> {
  return (await orm(database).select().from(presets).where(ownedBy(owner, id)).get()) ?? null;
}

/** Those of the ids that the person has, in the order of the ids. */
export async function findPresets(
  database: Database,
  owner: string,
  ids: readonly string[],
): Promise<PresetRow[]> {
  const isOne = sql`${presets.id} in (select value from json_each(${JSON.stringify(ids)}))`;
  const rows = await orm(database)
    .select()
    .from(presets)
    .where(and(eq(presets.owner, owner), isOne));
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/**
 * Saves all of a person's new presets or, when they would then have more than are allowed, none. One statement, so
 * that two at once cannot both slip in, with the rows as one parameter, since D1 takes 100.
 *
 * @returns whether they were saved
 */
export async function insertPresets(
  database: Database,
  owner: string,
  rows: readonly PresetRow[],
): Promise<boolean> {
  const values = JSON.stringify(rows.map(asColumns));
  const { meta } = await orm(database).run(sql`
    insert into ${presets} (id, owner, name, concepts, wishes, model_version, revision, created_at, updated_at, expires_at)
    select value->>'id', ${owner}, value->>'name', value->>'concepts', value->>'wishes', value->>'modelVersion', value->>'revision',
           value->>'createdAt', value->>'updatedAt', value->>'expiresAt'
    from json_each(${values})
    where (select count(*) from ${presets} where ${presets.owner} = ${owner}) + ${rows.length} <= ${PRESETS_PER_PERSON}`);
  return rows.length === 0 || meta.changes > 0;
}

const asColumns = (row: PresetRow): Record<string, unknown> => ({
  ...row,
  concepts: JSON.stringify(row.concepts),
  wishes: row.wishes && JSON.stringify(row.wishes),
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
  expiresAt: row.expiresAt?.getTime() ?? null,
});

export const timeOf = (time: string | null | undefined): Date | null =>
  time === null || time === undefined ? null : new Date(time);

interface Change {
  owner: string;
  id: string;
  /** Revision that is being changed: another one in the table means that somebody was faster. */
  revision: number;
  input: PresetInput;
  modelVersion: string;
  now: Date;
}

/**
 * Changes a preset and keeps what it was, in one transaction.
 *
 * @returns the changed row, or null when there is no such revision any more
 */
export async function updatePreset(database: Database, change: Change): Promise<PresetRow | null> {
  const { owner, id, revision, input, modelVersion, now } = change;
  const { name, concepts, expiresAt } = input;
  const db = orm(database);
  const isThatRevision = and(ownedBy(owner, id), eq(presets.revision, revision));
  const before = db
    .select({
      presetId: presets.id,
      owner: presets.owner,
      revision: presets.revision,
      name: presets.name,
      concepts: presets.concepts,
      wishes: presets.wishes,
      modelVersion: presets.modelVersion,
      updatedAt: presets.updatedAt,
    })
    .from(presets)
    .where(isThatRevision);
  const isTooOld = and(
    eq(presetRevisions.owner, owner),
    eq(presetRevisions.presetId, id),
    lte(presetRevisions.revision, revision + 1 - REVISIONS_PER_PRESET),
  );
  const [, [row]] = await db.batch([
    db.insert(presetRevisions).select(before),
    db
      .update(presets)
      .set({
        name,
        ...storedWishes(concepts),
        ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }),
        modelVersion,
        revision: revision + 1,
        updatedAt: now,
      })
      .where(isThatRevision)
      .returning(),
    db.delete(presetRevisions).where(isTooOld),
    keepForGood(database, owner, id),
  ]);
  return row ?? null;
}

/** What the preset was before its last changes, newest first. */
export function listRevisions(database: Database, owner: string, id: string): Promise<PresetRevisionRow[]> {
  return orm(database)
    .select()
    .from(presetRevisions)
    .where(and(eq(presetRevisions.owner, owner), eq(presetRevisions.presetId, id)))
    .orderBy(desc(presetRevisions.revision));
}

/** What all presets of a person were, newest first. */
export function listAllRevisions(database: Database, owner: string): Promise<PresetRevisionRow[]> {
  return orm(database)
    .select()
    .from(presetRevisions)
    .where(eq(presetRevisions.owner, owner))
    .orderBy(desc(presetRevisions.revision));
}

/**
 * Deletes a preset with its earlier revisions.
 *
 * @param revision when given, only while the preset is at it
 */
export async function deletePreset(
  database: Database,
  owner: string,
  id: string,
  revision?: number,
): Promise<boolean> {
  const isIt = revision === undefined ? undefined : eq(presets.revision, revision);
  const deleted = await orm(database)
    .delete(presets)
    .where(and(ownedBy(owner, id), isIt))
    .returning({ id: presets.id });
  return deleted.length === 1;
}
