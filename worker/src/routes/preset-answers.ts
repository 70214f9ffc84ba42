// What the routes of presets have in common: their parameters, and how one preset is answered.
import { presetSchema } from '@trimtab/shared/presets.ts';
import { z } from 'zod';
import { findPreset } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';

export const presetParams = z.object({ id: z.string().min(1).max(64) });

export const onePreset = {
  description: 'The preset; its ETag is the revision',
  content: { 'application/json': { schema: presetSchema } },
};

/** @throws Problem `preset-not-found`, for another's preset too */
export async function ownPreset(database: D1Database, owner: string, id: string): Promise<PresetRow> {
  return (await findPreset(database, owner, id)) ?? presetNotFound(id);
}

export function presetNotFound(id: string): never {
  throw new Problem('preset-not-found', `You have no preset ${id}.`);
}
