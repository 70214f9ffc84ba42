// training/<version>/: what the next version starts from and is compared with. It lies beside artifacts and is never
// served: weights without the optimiser's state, the panel, lifts, and the concepts with their lineage.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { conceptsSchema, type Concepts } from '@trimtab/shared/concepts.ts';
import { hookSchema } from '@trimtab/shared/manifest.ts';
import { survivalReportSchema, type SurvivalReport } from '@trimtab/shared/lineage.ts';
import { AUTOENCODER_KINDS } from '../config/autoencoder-kinds.ts';
import { sha256 } from '../files/hash.ts';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.ts';
import { toWeightsOnly, type Weights } from '../files/weights.ts';
import { qualitySchema } from './directions.ts';
import { LineageError } from './errors.ts';
import { decodeLifts, encodeLifts, type Lifts } from './lift-file.ts';

export const TRAINING_MANIFEST = 'training.json';

/** Of these files; a version of a newer format is refused, and says so. */
const TRAINING_FORMAT = 1;

export const trainingKey = (modelVersion: string, file: string): string => `training/${modelVersion}/${file}`;

const manifestSchema = z.object({
  format: z.int().positive(),
  modelVersion: z.string().min(1),
  hook: hookSchema,
  autoencoder: z.object({
    kind: z.enum(AUTOENCODER_KINDS),
    latents: z.int().positive(),
    k: z.int().positive(),
    hiddenSize: z.int().positive(),
  }),
  /** Of the night that learnt the autoencoder's directions; absent in versions of before. */
  learnt: qualitySchema.optional(),
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

export type TrainingManifest = z.infer<typeof manifestSchema>;

export interface TrainingVersion extends Pick<
  TrainingManifest,
  'modelVersion' | 'hook' | 'autoencoder' | 'learnt'
> {
  /** Ids of the catalogue, in the order of the item rows and lifts. */
  items: string[];
  recommender: Weights;
  sae: Weights;
  /** Histories of outside ids, oldest first. */
  panel: string[][];
  lifts: Lifts;
  concepts: Concepts;
  /** How the concepts of the version before came through; absent where there was none. */
  survival?: SurvivalReport;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/** Writes the folder whole, its manifest last, in place of one that was there. */
export async function writeTraining(folder: string, version: TrainingVersion): Promise<TrainingManifest> {
  const { modelVersion, hook, autoencoder, learnt, items, recommender, sae } = version;
  const { panel, lifts, concepts, survival } = version;
  const files = new Map<string, Uint8Array>([
    ['recommender.safetensors', encodeSafetensors(recommender)],
    ['autoencoder.safetensors', encodeSafetensors(sae)],
    ['items.json', json(items)],
    ['panel.json', json({ histories: panel })],
    ['lifts.safetensors', encodeLifts(lifts)],
    ['concepts.json', json(concepts)],
    ...(survival === undefined ? [] : [['survival.json', json(survival)] as const]),
  ]);
  const listed = [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]);
  const manifest: TrainingManifest = manifestSchema.parse({
    format: TRAINING_FORMAT,
    modelVersion,
    hook,
    autoencoder,
    learnt,
    files: Object.fromEntries(listed) as unknown,
  });
  files.set(TRAINING_MANIFEST, json(manifest));
  await writeTrainingFiles(folder, files);
  return manifest;
}

/** @param files by name, the manifest last */
export async function writeTrainingFiles(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(partial, name), bytes);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await rename(partial, folder);
}

/** @throws LineageError `damaged` or `newer-format` @param where in messages */
export function parseTrainingManifest(bytes: Uint8Array, where: string): TrainingManifest {
  const value = parsed(bytes, where);
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format > TRAINING_FORMAT) {
    throw new LineageError(
      'newer-format',
      `${where} is of format ${format.data.format}, and this trainer reads up to ${TRAINING_FORMAT}: update it`,
    );
  }
  return checked(manifestSchema, value, where);
}

/** @throws LineageError `missing`, `damaged` or `newer-format`, naming the file */
export async function readTraining(folder: string): Promise<TrainingVersion> {
  const manifest = parseTrainingManifest(
    await partOf(folder, TRAINING_MANIFEST),
    join(folder, TRAINING_MANIFEST),
  );
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await partOf(folder, name);
    if (sha256(bytes) === manifest.files[name]?.sha256) return bytes;
    throw damaged(join(folder, name), 'it is not the file that training.json lists');
  };
  const document = async <T>(name: string, schema: z.ZodType<T>): Promise<T> =>
    checked(schema, parsed(await read(name), join(folder, name)), join(folder, name));
  const tensors = async (name: string) => decodeSafetensors(await read(name), join(folder, name));
  const lifts = await tensors('lifts.safetensors');
  const { histories } = await document('panel.json', panelSchema);
  const hasSurvival = manifest.files['survival.json'] !== undefined;
  return {
    modelVersion: manifest.modelVersion,
    hook: manifest.hook,
    autoencoder: manifest.autoencoder,
    ...(manifest.learnt && { learnt: manifest.learnt }),
    items: await document('items.json', z.array(z.string())),
    recommender: toWeightsOnly((await tensors('recommender.safetensors')).arrays),
    sae: toWeightsOnly((await tensors('autoencoder.safetensors')).arrays),
    panel: histories,
    lifts: decodeLifts(lifts.arrays, lifts.metadata, join(folder, 'lifts.safetensors')),
    concepts: await document('concepts.json', conceptsSchema),
    ...(hasSurvival && { survival: await document('survival.json', survivalReportSchema) }),
  };
}

export const panelSchema = z.object({ histories: z.array(z.array(z.string())) });

async function partOf(folder: string, name: string): Promise<Uint8Array> {
  if (!existsSync(folder)) {
    throw new LineageError(
      'missing',
      `${folder} is not there: a version can be gone on from where its training files are; run "trimtab export" ` +
        'on the run that made it, or leave --from out',
    );
  }
  return readFile(join(folder, name)).catch((cause: unknown) => {
    throw damaged(join(folder, name), 'it cannot be read', cause);
  });
}

function parsed(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw damaged(where, 'it is not JSON', cause);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  throw damaged(where, `it does not fit its schema:\n${z.prettifyError(found.error)}`);
}

const damaged = (where: string, problem: string, cause?: unknown): LineageError =>
  new LineageError(
    'damaged',
    `${where}: ${problem}; remove the folder, and export the version or fetch it again, or leave --from out`,
    { cause },
  );
