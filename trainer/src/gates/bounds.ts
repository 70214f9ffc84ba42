// gates.json: the bounds that a candidate must keep, in one file that people read and change.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const positive = z.number().positive();

/** Every bound with its default; the file at the root of the checkout holds the same, and a test compares the two. */
export const boundsSchema = z.strictObject({
  $schema: z.string().optional(),
  /** NDCG@10 on tonight's targets, the candidate less the serving version: lower 95% bounds. */
  ranking: z
    .strictObject({
      /** Over everybody, and over items that both know. */
      ndcg10: z.number().max(0).default(-0.002),
      /** Over each slice. */
      sliceNdcg10: z.number().max(0).default(-0.01),
      /** People that a slice must have to be judged. */
      slicePeople: z.int().positive().default(200),
      /** People with a target that a night must have to be judged at all. */
      leastPeople: z.int().positive().default(200),
      /** Targets that are ranked at most, drawn by the run's seed. */
      mostTargets: z.int().positive().default(20_000),
      /** Chance that a model as good as the serving one is held back by these rules. */
      falseAlarm: z.number().gt(0).lt(0.5).default(0.05),
      /** Lower 95% bound of NDCG@10 less the best baseline's. */
      aboveBaselines: z.number().default(0),
    })
    .prefault({}),
  /** The graphs that are served against the model in full precision. */
  fidelity: z
    .strictObject({ top10Overlap: share.default(0.9), ndcg10Loss: share.default(0.02) })
    .prefault({}),
  autoencoder: z
    .strictObject({
      explainedVariance: share.default(0.5),
      deadShare: share.default(0.3),
      ndcgKept: share.default(0.9),
      /** By how much each may be worse than the serving version's. */
      worseBy: share.default(0.05),
    })
    .prefault({}),
  concepts: z
    .strictObject({
      /** Mean label score of attribute concepts. */
      labelScore: share.default(0.6),
      /** By how much it may be worse than the serving version's. */
      labelScoreWorseBy: share.default(0.05),
      /** Change of exposure in log-odds by strength .5, of each concept that a preset uses; it is calibrated to .5. */
      gain: z.number().default(0.1),
      mostGain: positive.default(1.5),
      /** Share of NDCG@10 that strength .5 costs at most. */
      cost: share.default(0.3),
      /** Test people on whom gain and cost are measured. */
      people: z.int().positive().default(200),
      /** Share of the serving version's concepts that must survive, by kind. */
      attributeSurvival: share.default(0.9),
      emergentSurvival: share.default(0.5),
      presetSurvival: share.default(0.9),
    })
    .prefault({}),
  catalogue: z
    .strictObject({
      titlesChanged: share.default(0.05),
      itemsGone: share.default(0.1),
      /** Interactions of the candidate's data ÷ the serving version's. */
      interactionsKept: share.default(0.8),
      /** Population stability index of item popularity, by tenths of the serving version's popularity. */
      popularityDrift: positive.default(0.25),
    })
    .prefault({}),
  /** The built Worker. */
  runtime: z
    .strictObject({
      requests: z.int().positive().default(200),
      /** Candidate's median ÷ the serving version's, in the same run. */
      slowdown: positive.default(1.5),
      coldStartSlowdown: positive.default(1.5),
      /** Linear memory of both graphs; an isolate has 128 MiB in all. */
      memoryMiB: positive.default(80),
    })
    .prefault({}),
  /** What is gathered, against the last good night; outside of these the night stops before it trains. */
  data: z
    .strictObject({
      rowsKept: share.default(0.8),
      rowsGrown: positive.default(3),
      peopleKept: share.default(0.8),
      unknownItems: share.default(0.2),
      droppedAsBots: share.default(0.6),
      popularityDrift: positive.default(0.25),
      historyDrift: positive.default(0.25),
    })
    .prefault({}),
});

export type Bounds = z.infer<typeof boundsSchema>;

export const BOUNDS_FILE = join(import.meta.dirname, '../../../gates.json');

/** @throws Error that names the file and each key that does not fit */
export async function readBounds(path: string = BOUNDS_FILE): Promise<Bounds> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`the gates ${path} cannot be read: give the file of bounds with --gates`, { cause });
  });
  const parsed = boundsSchema.safeParse(jsonOf(text, path));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${path} does not fit (gates.schema.json says what does):\n${z.prettifyError(parsed.error)}`,
  );
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON: correct it, or take the committed gates.json`, { cause });
  }
}
