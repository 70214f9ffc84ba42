// The one config of a run: checked once, passed on whole, and saved beside what it produced.
import { AUTOENCODER_KINDS, kindReads, kindsThatRead } from './autoencoder-kinds.ts';
import { z } from 'zod';
import { hookSchema } from '@trimtab/shared/manifest.ts';
import { methodSchema } from '@trimtab/shared/steering-methods.ts';
import { configProblems } from './problems.ts';

const count = z.int().positive();
const rate = z.number().min(0).max(0.95);

export const dataConfigSchema = z.strictObject({
  /** `generated`, a known name such as `ml-1m`, or the path of a file or folder. */
  source: z.string().default('generated'),
  user: z.string().optional(),
  item: z.string().optional(),
  time: z.string().optional(),
  items: z.string().optional(),
  /** A file of what apps sent, as `trimtab events` writes it, to join the interactions of the source. */
  events: z.string().optional(),
  /** A file of people whose interactions are left out: `{ "person", "until" }` a line, until in milliseconds or null. */
  leftOut: z.string().optional(),
  minRating: z.number().optional(),
  kCore: z.int().nonnegative().optional(),
  /** How lists of attributes are separated, by column of the items file: `{"genres": ","}`; "" leaves cells whole. */
  separators: z.record(z.string(), z.string()).optional(),
  /** Takes an items file or events that fit hardly any item of the data. */
  unjoined: z.boolean().optional(),
  /** What is held out: each user's last two items unless told otherwise, or what lies after a cut in time. */
  protocol: z.enum(['leave-one-out', 'time-split']).optional(),
  /** Leaves out what is newer than this many seconds since 1970: the data as it was then. */
  until: z.number().positive().optional(),
  /** Puts items whose times lie at most so many seconds apart in random order, by the seed. */
  shuffleBursts: z.number().positive().optional(),
  /** Of the test users of a split by time: their last interaction unless told otherwise, or each after the cut. */
  targets: z.enum(['last', 'successive']).optional(),
  /** Whether people come back to items: then repeats stay, and what was seen may be recommended again. */
  repeats: z.boolean().optional(),
});

export const recommenderSettingsSchema = z
  .strictObject({
    kind: z.enum(['gptrec', 'bert4rec']).default('gptrec'),
    hiddenSize: count.default(64),
    feedForwardSize: count.default(256),
    blocks: count.default(2),
    heads: count.default(2),
    /** Longest history in items; the newest are used. */
    maxLength: count.default(64),
    /** `ligr` gates each branch and has SwiGLU for ReLU. */
    block: z.enum(['plain', 'ligr']).default('plain'),
    /** A vector for each place, or a bias of attention for each distance. */
    positions: z.enum(['learned', 'relative']).default('learned'),
    /** Whether items are scored with the table that they are looked up in. */
    output: z.enum(['tied', 'separate']).default('tied'),
    /** Share of items that bert4rec hides from itself in training, to tell them. */
    maskProbability: z.number().positive().max(1).optional(),
  })
  .refine((r) => r.hiddenSize % r.heads === 0, {
    path: ['heads'],
    message: 'hiddenSize must be a multiple of heads',
  })
  .refine((r) => r.kind === 'bert4rec' || r.maskProbability === undefined, {
    path: ['maskProbability'],
    message: 'gptrec hides no items; set kind to "bert4rec", or leave this out',
  });

export const trainingSettingsSchema = z.strictObject({
  /** Of first weights, batches and dropout, where it is not the run's: so that trials differ on the same data. */
  seed: z.int().nonnegative().optional(),
  /** Of what each branch adds, and of the input unless `embeddingDropout` is given. */
  dropout: rate.default(0.2),
  embeddingDropout: rate.optional(),
  /** Of the shares of attention. */
  attentionDropout: rate.default(0),
  /** Over every item; or over `negatives` of them drawn for each batch, by sampled softmax or gBCE. */
  loss: z.enum(['full', 'sampled', 'gbce']).default('full'),
  negatives: count.default(1000),
  /** How much of the overconfidence of negative sampling gBCE undoes. */
  gbceT: z.number().min(0).max(1).default(0.75),
  learningRate: z.number().positive().default(1e-3),
  warmupSteps: count.default(100),
  /** The way down from the peak over `maxEpochs`, and what is left then as a share of it. */
  schedule: z.enum(['linear', 'cosine']).default('linear'),
  finalRate: z.number().min(0).max(1).default(0.1),
  /** Of a moving average of the weights, which is then what is judged and kept; 0 keeps none. */
  averageDecay: z.number().min(0).max(0.9999).default(0),
  /** Of Adam's mean of squared gradients, .98 unless told otherwise. Rows that few steps reach move further the closer it is to 1. */
  beta2: z.number().min(0.5).max(0.9999).optional(),
  weightDecay: z.number().nonnegative().default(0),
  clipNorm: z.number().positive().default(1),
  /** That share each batch, and the cores. */
  processes: count.max(64).default(1),
  /** Padded positions a step. */
  batchTokens: count.default(8192),
  maxEpochs: count.default(40),
  /** Epochs without a better validation NDCG@10 before training stops. */
  patience: count.default(5),
  /** Users, drawn by the seed, on whom an epoch is judged; evaluation uses them all. */
  validationUsers: count.default(2000),
  /** Stops after the epoch in which this much time has gone; the best checkpoint is kept. */
  maxMinutes: z.number().positive().optional(),
});

const REFINING = kindsThatRead('refined').join(' or ');

export const autoencoderSettingsSchema = z
  .strictObject({
    kind: z.enum(AUTOENCODER_KINDS).default('topk'),
    hook: hookSchema.default('blocks.0'),
    latents: count.default(256),
    /** Latents kept active at a position, L0: of each (topk), in the mean (batch-topk). */
    k: count.default(8),
    /** Whether the code is refined by what it misses (topk): closer codes for one more matrix in the encoder. */
    refined: z.boolean().default(false),
    /** Weight λ of the L1 penalty, which decides L0 of relu-l1. */
    l1Weight: z.number().nonnegative().default(0.05),
    learningRate: z.number().positive().default(1e-3),
    batchSize: count.default(1024),
    epochs: count.default(12),
    /** Weight of the auxiliary loss that revives dead latents (Gao et al. 2024). */
    auxiliaryWeight: z
      .number()
      .nonnegative()
      .default(1 / 32),
    auxiliaryK: count.default(32),
    /** A latent is dead when it has not fired for this many positions. */
    deadAfter: count.default(50_000),
    /** Positions harvested at most, whole users at a time. */
    maxPositions: count.default(1_000_000),
  })
  .refine((a) => a.k <= a.latents, { path: ['k'], message: 'k cannot exceed the number of latents' })
  .refine((a) => kindReads(a.kind, 'refined') || !a.refined, {
    path: ['refined'],
    message: `only ${REFINING} refines its codes; set kind to "${REFINING}", or refined to false`,
  });

export const conceptSettingsSchema = z.strictObject({
  /** Attributes of fewer items than this do not become concepts. */
  minItems: count.default(20),
  maxLatents: count.max(10).default(10),
  /** Methods beside `add` that strengths are calibrated for, all unless told otherwise; for others the sizes of `add` serve. */
  methods: z.array(methodSchema.exclude(['add'])).optional(),
  /** Whether a second autoencoder is trained, to mark new emergent concepts that it does not find; it is unless false. */
  confirmed: z.boolean().optional(),
  /** Latents that the method `gradient` moves, the same for every concept. */
  basisSize: count.max(128).default(128),
  /** Emergent concepts kept at most, strongest first. */
  maxEmergent: z.int().nonnegative().default(20),
  /** Attributes (`genre:war`) and kinds of attributes (`gender`) that never become concepts. */
  sensitive: z.array(z.string().min(1)).default([]),
  /** File in which an operator approves, hides, renames or merges concepts, such as `concepts.overrides.json`. */
  overrides: z.string().min(1).optional(),
  /** Validation users whose lists calibrate strength, and the safe range where they are enough. */
  calibrationUsers: count.default(500),
  /** Validation users on whom the safe range is measured at most: as many as make the interval of the loss narrower than 1%. */
  safetyUsers: count.default(6000),
});

export const evaluationSettingsSchema = z.strictObject({
  /** Trains the autoencoder three times more, as controls: random directions, untrained recommender, co-occurrence. */
  controls: z.boolean().default(true),
  /**
   * `full` compares every way of steering, on validation and test users, and takes minutes; `short` has curves of `add`, and
   * `promise` beside them what lists that keep wishes cost, which `full` has as well.
   */
  steering: z.enum(['short', 'promise', 'full']).default('short'),
  /** The ways that `full` compares, and no more than that: `["boost", "gradient@final"]`. Absent, it is all of them. */
  ways: z.array(z.string().min(1)).min(1).optional(),
  /** Whose lists `promise` keeps wishes in: constants are chosen on validation users, and reported on test users once. */
  promiseSplit: z.enum(['validation', 'test']).default('test'),
  /** Users of each side whose lists are steered, drawn by the seed. */
  steeringUsers: count.default(500),
  /** Test users on whom the exported graphs are compared with the model. */
  parityUsers: count.default(1000),
});

export const fromSettingsSchema = z.strictObject({
  /** A version whose files lie under training/<version>: its concepts are followed, and its panel stays. */
  version: z.string().regex(/^\w[\w.-]{0,99}$/),
  /** Whether recommender and autoencoder start from its weights; else only concepts are followed. */
  weights: z.boolean().default(true),
  /** Epochs of a start from weights, as a share of those of a training anew. */
  epochs: z.number().positive().max(1).default(0.34),
  /** Learning rate of a start from weights, as a share of that of a training anew. */
  learningRate: z.number().positive().max(1).default(0.5),
});

export const runConfigSchema = z
  .strictObject({
    seed: z.int().nonnegative().default(1),
    data: dataConfigSchema.prefault({}),
    recommender: recommenderSettingsSchema.prefault({}),
    training: trainingSettingsSchema.prefault({}),
    autoencoder: autoencoderSettingsSchema.prefault({}),
    concepts: conceptSettingsSchema.prefault({}),
    evaluation: evaluationSettingsSchema.prefault({}),
    from: fromSettingsSchema.optional(),
  })
  .superRefine(({ recommender: { blocks }, autoencoder: { hook } }, context) => {
    if (hook === 'final' || Number(hook.slice('blocks.'.length)) < blocks) return;
    const message = `a model of ${blocks} blocks has blocks.0 to blocks.${blocks - 1}, and final`;
    context.addIssue({ code: 'custom', path: ['autoencoder', 'hook'], message });
  });

export type RunConfig = z.infer<typeof runConfigSchema>;
export type RunConfigInput = z.input<typeof runConfigSchema>;
export type TrainingSettings = RunConfig['training'];
export type AutoencoderSettings = RunConfig['autoencoder'];
export type ConceptSettings = RunConfig['concepts'];

/** @throws Error that names each key that is wrong, what was expected, and where the config came from */
export function parseConfig(input: unknown, source: string): RunConfig {
  const parsed = runConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = configProblems(runConfigSchema, parsed.error.issues).map((problem) => `  ${problem}`);
  const heading = `${source}: these settings do not fit (docs/operations.md lists them all)`;
  throw new Error([heading, ...problems].join('\n'));
}
