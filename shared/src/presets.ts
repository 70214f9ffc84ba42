// Presets: steerings that a person keeps, shares by a link, and takes along as a file.
import { z } from 'zod';
import { savedWishSchema, wishesSchema } from './wishes.ts';

/** Presets that a person can have. */
export const PRESETS_PER_PERSON = 100;

/** States of a preset that can be read, the one in use included. */
export const REVISIONS_PER_PRESET = 20;

export const presetInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  concepts: wishesSchema,
  /** When it ends by itself; null for never. A change that does not say so leaves it as it is. */
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
});

/** As it is answered: nothing is refused there, so that fields can be added. */
const savedSchema = z.object({ name: z.string(), concepts: z.record(z.string(), savedWishSchema) });

/** What became of a concept of a preset, in the model in use. */
export const conceptFateSchema = z.object({
  concept: z.string(),
  /** Of a lost one, what it was called. */
  label: z.string().optional(),
  /**
   * `kept` and `rebuilt`: it does what it did; `weakened`: less of the same; `lost`: nothing does it any more; `unknown`: the
   * model has no record of it.
   */
  fate: z.enum(['kept', 'rebuilt', 'weakened', 'lost', 'unknown']),
  /** The version that it was born in. */
  since: z.string().optional(),
  /** Correlation of what it does to lists with what it did then; 1 is the same. */
  score: z.number().optional(),
  /** Of a lost one: living concepts that do most of the same, the nearest first. */
  nearest: z.array(z.object({ id: z.string(), label: z.string(), correlation: z.number() })).optional(),
});

export const presetSchema = savedSchema.extend({
  id: z.string(),
  /** Model whose concepts the wishes were made for. */
  modelVersion: z.string(),
  revision: z.int().positive(),
  /** Whether a link to it is in force. */
  shared: z.boolean(),
  /** When it ends by itself; absent where it does not. */
  expiresAt: z.iso.datetime().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** What became of each concept; absent where no model can be read. Nothing is rewritten until the owner saves. */
  fates: z.array(conceptFateSchema).optional(),
});

export const presetsResponseSchema = z.object({ presets: z.array(presetSchema) });

export const presetRevisionSchema = presetSchema.pick({
  name: true,
  concepts: true,
  modelVersion: true,
  revision: true,
  updatedAt: true,
});

/** Newest first; the first is the one in use. */
export const presetRevisionsResponseSchema = z.object({ revisions: z.array(presetRevisionSchema) });

/** 32 random bytes in base64url: cannot be guessed, and only its hash is stored. */
export const shareTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'not the token of a link');

export const shareLinkSchema = z.object({
  token: shareTokenSchema,
  /** Where anybody who has the token reads the preset. */
  path: z.string(),
});

/** What a link shows: neither the owner nor the id. */
export const sharedPresetSchema = presetRevisionSchema;

/** The file that import takes. */
export const presetFileSchema = z.strictObject({
  format: z.literal('trimtab-presets'),
  version: z.literal(1),
  exportedAt: z.iso.datetime().optional(),
  presets: z
    .array(presetInputSchema.omit({ expiresAt: true }).extend({ modelVersion: z.string().min(1).max(64) }))
    .max(PRESETS_PER_PERSON),
});

/** The same file as it is answered. */
export const presetExportSchema = z.object({
  format: z.literal('trimtab-presets'),
  version: z.literal(1),
  exportedAt: z.iso.datetime(),
  presets: z.array(savedSchema.extend({ modelVersion: z.string() })),
});

export const importResponseSchema = presetsResponseSchema.extend({
  /** Kept in the presets, though the model in use does not know them. */
  unknownConcepts: z.array(z.string()),
});

export type PresetInput = z.infer<typeof presetInputSchema>;
export type ConceptFate = z.infer<typeof conceptFateSchema>;
export type Preset = z.infer<typeof presetSchema>;
export type PresetRevision = z.infer<typeof presetRevisionSchema>;
export type PresetFile = z.infer<typeof presetFileSchema>;
