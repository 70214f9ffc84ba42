// manifest.json and current.json: what a published model version consists of, and which version is in use.
import { z } from 'zod';

/** Raised when the artifact changes so that an older Worker could not read it. */
export const ARTIFACT_FORMAT = 1;

export const artifactFileSchema = z.object({
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
});

export const hookSchema = z
  .string()
  .regex(/^(final|blocks\.\d+)$/, 'expected "final" or "blocks.<k>", k counted from 0');

export const modelVersionSchema = z.string().regex(/^[0-9a-z][0-9a-z-]{5,63}$/, 'expected a version name');

/** Files that every version has; others (samples.json) may join them. */
export const REQUIRED_FILES = [
  'encoder.onnx',
  'head.onnx',
  'catalogue.json',
  'concepts.json',
  'metrics.json',
] as const;

export const manifestSchema = z
  .object({
    format: z.literal(ARTIFACT_FORMAT),
    modelVersion: modelVersionSchema,
    createdAt: z.iso.datetime(),
    data: z.object({
      name: z.string(),
      users: z.int().positive(),
      items: z.int().positive(),
      interactions: z.int().positive(),
      /** When the newest interaction was: people who came later are new to the model. Absent where there are no times. */
      until: z.iso.datetime().optional(),
    }),
    model: z.object({
      kind: z.enum(['gptrec', 'bert4rec']),
      hiddenSize: z.int().positive(),
      blocks: z.int().positive(),
      heads: z.int().positive(),
      /** Longest history in items that the encoder takes; the newest are used. */
      maxLength: z.int().positive(),
    }),
    hook: hookSchema,
    latents: z.int().positive(),
    precision: z.enum(['fp32', 'int8']),
    files: z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]*$/), artifactFileSchema),
  })
  .refine((m) => REQUIRED_FILES.every((name) => name in m.files), {
    path: ['files'],
    message: `must list ${REQUIRED_FILES.join(', ')}`,
  });

export const pointerSchema = z.object({
  current: modelVersionSchema,
  /** The good one that served before: what stands in for `current` while that cannot be loaded. */
  previous: modelVersionSchema.nullable(),
  /** Those that served before `previous` and were not rolled back, newest first; absent where there are none. */
  earlier: z.array(modelVersionSchema).optional(),
  /** Rolled back, and to stay out until somebody promotes them by name; absent where there are none. */
  rolledBack: z.array(modelVersionSchema).optional(),
  canary: z.object({ version: modelVersionSchema, share: z.number().min(0).max(1) }).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Pointer = z.infer<typeof pointerSchema>;
export type Hook = z.infer<typeof hookSchema>;

export const POINTER_KEY = 'artifacts/current.json';

/** Key in R2 of a file of a version. */
export const artifactKey = (modelVersion: string, file: string): string =>
  `artifacts/${modelVersion}/${file}`;
