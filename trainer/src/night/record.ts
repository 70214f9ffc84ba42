// What a night leaves in R2: its record, with every step's inputs, time, memory and outcome, and what the next night compares with.
import { gateReportSchema } from '@trimtab/shared/gates.ts';
import { z } from 'zod';

/** Raised when an older version could not read what is written. */
const FORMAT = 1;

export const recordKey = (date: string): string => `nights/${date}/record.json`;
export const LAST_GOOD_KEY = 'nights/last-good.json';

/** The steps of a night, in the order in which they come. */
export const STEPS = [
  'gather',
  'check',
  'train',
  'autoencoder',
  'concepts',
  'evaluate',
  'export',
  'gates',
  'publish',
  'smoke',
  'promote',
  'summary',
] as const;

export type StepName = (typeof STEPS)[number];

/** Shares of people by how long their histories are: edges between groups, and the share of each. */
export const lengthsSchema = z.object({ edges: z.array(z.number()), shares: z.array(z.number()) });

export const dataReportSchema = z.object({
  rows: z.int(),
  people: z.int(),
  items: z.int(),
  /** Of what apps sent: interactions that were kept. */
  sent: z.int(),
  /** People whose first interaction lies after the newest of the last good night; null where there are no times. */
  newPeople: z.int().nullable(),
  /** Items that the last good night did not have; null on the first. */
  newItems: z.int().nullable(),
  /** Share of what apps sent that names items without a title that the last good night did not have either. */
  unknownItems: z.number(),
  /** Events of bots, their share of all events, and how many bots. */
  dropped: z.int(),
  droppedShare: z.number(),
  bots: z.int(),
  /** Population stability indices against the last good night; null on the first. */
  popularityDrift: z.number().nullable(),
  historyDrift: z.number().nullable(),
  lengths: lengthsSchema,
  /** When the newest interaction was; null where there are no times. */
  until: z.iso.datetime().nullable(),
});

const stepSchema = z.object({
  name: z.enum(STEPS),
  startedAt: z.iso.datetime(),
  /** What the step worked from, by hash; null where nothing but the steps before it. */
  inputs: z.string().nullable(),
  seconds: z.number(),
  /** The most memory that the process had held by its end. */
  peakMiB: z.number(),
  outcome: z.enum(['done', 'failed']),
  says: z.string(),
});

export const OUTCOMES = ['promoted', 'unchanged', 'held back', 'data refused', 'broken'] as const;

export const recordSchema = z.object({
  format: z.literal(FORMAT),
  date: z.string(),
  owner: z.string(),
  startedAt: z.iso.datetime(),
  /** Absent while the night works, or where its machine died. */
  endedAt: z.iso.datetime().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** What went wrong, in words. */
  error: z.string().optional(),
  /** Hash of data, settings, code and bounds. */
  inputs: z.string().optional(),
  run: z.string().optional(),
  budgetSeconds: z.number().optional(),
  /** The version that served when the night began. */
  serving: z.string().nullable(),
  candidate: z.string().optional(),
  /** From what the training started: the serving version's weights, its concepts alone, or nothing. */
  start: z.enum(['warm', 'full', 'anew']).optional(),
  steps: z.array(stepSchema),
  data: dataReportSchema.optional(),
  gates: gateReportSchema.optional(),
});

/** The record of the last night whose version was promoted. */
export const lastGoodSchema = z.object({
  format: z.literal(FORMAT),
  date: z.string(),
  inputs: z.string(),
  version: z.string(),
  /** Nights in a row that started from the one before. */
  warmNights: z.int().nonnegative().default(0),
  data: dataReportSchema,
  /** By step. */
  seconds: z.record(z.string(), z.number()),
});

export type NightRecord = z.infer<typeof recordSchema>;
export type LastGood = z.infer<typeof lastGoodSchema>;
export type DataReport = z.infer<typeof dataReportSchema>;
export type NightOutcome = (typeof OUTCOMES)[number];
