// Presets in D1. Every query names the owner, so nobody reaches a row of another.
import type { Preset, PresetInput } from '@trimtab/shared/api.ts';
import { and, desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { presets, type PresetRow } from './schema.ts';

export const PRESETS_PER_USER = 100;

export function toPreset({
  id,
  name,
  concepts,
  modelVersion,
  revision,
  createdAt,
  updatedAt,
}: PresetRow): Preset {
  return {
    id,
    name,
    concepts: { ...concepts },
    modelVersion,
    revision,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

const ownedBy = (owner: string, id: string): ReturnType<typeof and> =>
  and(eq(presets.owner, owner), eq(presets.id, id));

/** The user's presets, last changed first. */
export function listPresets(database: D1Database, owner: string): Promise<PresetRow[]> {
  return drizzle(database)
    .select()
    .from(presets)
    .where(eq(presets.owner, owner))
    .orderBy(desc(presets.updatedAt), presets.id);
}

export async function findPreset(database: D1Database, owner: string, id: string): Promise<PresetRow | null> {
  return (await drizzle(database).select().from(presets).where(ownedBy(owner, id)).get()) ?? null;
}

/** @returns false when the user has as many as are allowed; one statement, so that two at once cannot both slip in */
export async function insertPreset(database: D1Database, row: PresetRow): Promise<boolean> {
  const { id, owner, name, concepts, modelVersion, revision, createdAt, updatedAt } = row;
  const { meta } = await drizzle(database).run(sql`
    insert into ${presets} (id, owner, name, concepts, model_version, revision, created_at, updated_at)
    select ${id}, ${owner}, ${name}, ${JSON.stringify(concepts)}, ${modelVersion}, ${revision},
           ${createdAt.getTime()}, ${updatedAt.getTime()}
    where (select count(*) from ${presets} where ${presets.owner} = ${owner}) < ${PRESETS_PER_USER}`);
  return meta.changes === 1;
}

interface Change {
  owner: string;
  id: string;
  /** Revision that is being changed: another one in the table means that somebody was faster. */
  revision: number;
  input: PresetInput;
  modelVersion: string;
  now: Date;
}

/** @returns the changed row, or null when there is no such revision any more */
export async function updatePreset(database: D1Database, change: Change): Promise<PresetRow | null> {
  const { owner, id, revision, input, modelVersion, now } = change;
  const [row] = await drizzle(database)
    .update(presets)
    .set({ ...input, modelVersion, revision: revision + 1, updatedAt: now })
    .where(and(ownedBy(owner, id), eq(presets.revision, revision)))
    .returning();
  return row ?? null;
}

export async function deletePreset(database: D1Database, owner: string, id: string): Promise<boolean> {
  const deleted = await drizzle(database)
    .delete(presets)
    .where(ownedBy(owner, id))
    .returning({ id: presets.id });
  return deleted.length === 1;
}
