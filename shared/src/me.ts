// What a person may see, choose and have erased about themselves.
import { z } from 'zod';
import { storedEventSchema } from './events.ts';
import { presetRevisionSchema, presetSchema } from './presets.ts';

export const preferencesSchema = z.strictObject({
  /** False: recommendations ignore the history, and no events are kept. Stays until the person changes it. */
  profiling: z.boolean(),
  /** Preset that steers when a request names neither preset nor concepts. */
  defaultPresetId: z.string().min(1).max(64).nullable(),
  /** As it is answered, so that what was read can be sent again: what is sent changes nothing. */
  nextDefaultPresetId: z.string().min(1).max(64).nullable().optional(),
});

export const preferencesAnswerSchema = z.object({
  profiling: z.boolean(),
  defaultPresetId: z.string().nullable(),
  /** The default again when this one ends by itself; null where it does not, or nothing is to come back. */
  nextDefaultPresetId: z.string().nullable(),
});

/** What holds for whoever has chosen nothing. */
export const NO_PREFERENCES: Preferences = {
  profiling: true,
  defaultPresetId: null,
  nextDefaultPresetId: null,
};

export const personExportSchema = z.object({
  exportedAt: z.iso.datetime(),
  /** Subject of the token. */
  person: z.string(),
  preferences: preferencesAnswerSchema,
  presets: z.array(presetSchema.extend({ revisions: z.array(presetRevisionSchema) })),
  /** Answers kept for a day to requests with an Idempotency-Key. */
  answers: z.array(z.object({ key: z.string(), createdAt: z.iso.datetime(), body: z.string().nullable() })),
  events: z.object({
    /** The name under which events are stored; null where the service takes no events. */
    pseudonym: z.string().nullable(),
    stored: z.array(storedEventSchema),
    /** Send it as `after` for more events; null when these were the last. */
    next: z.string().nullable(),
  }),
});

export const erasureSchema = z.object({
  erasedAt: z.iso.datetime(),
  erased: z.object({ presets: z.int().nonnegative() }),
  /** Left so that training leaves out copies of the person's events; null where the service takes no events. */
  tombstone: z.string().nullable(),
  /** What cannot be erased at once, and until when it is held; null where no time can be given. */
  stillHeld: z.array(
    z.object({
      where: z.enum(['event-files', 'database-recovery', 'model']),
      until: z.iso.datetime().nullable(),
      detail: z.string(),
    }),
  ),
});

export type PreferencesInput = z.infer<typeof preferencesSchema>;
export type Preferences = z.infer<typeof preferencesAnswerSchema>;
export type PersonExport = z.infer<typeof personExportSchema>;
export type Erasure = z.infer<typeof erasureSchema>;
