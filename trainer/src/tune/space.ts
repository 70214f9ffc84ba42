// The space that a search draws from: settings by their dotted keys, each with the values it may take.
import { z } from 'zod';
import { createRandom, type Random } from '../math/random.ts';
import { configProblems } from '../config/problems.ts';

const rangeSchema = z
  .strictObject({
    from: z.number(),
    to: z.number(),
    /** `log` draws as many below as above the geometric mean. */
    scale: z.enum(['linear', 'log']).default('linear'),
    /** Whole numbers only. */
    whole: z.boolean().default(false),
  })
  .refine(({ from, to }) => from <= to, { message: 'from must not be above to' })
  .refine(({ from, scale }) => scale === 'linear' || from > 0, { message: 'a log scale needs from above 0' });

const axisSchema = z.union([z.array(z.json()).min(1), rangeSchema]);

/** Settings of the model and its training alone change what validation says; epochs and seeds are the search's own. */
const keySchema = z
  .string()
  .regex(
    /^(recommender|training)\.(?!maxEpochs$|seed$)\w+$/,
    'expected recommender.… or training.…, but not epochs or seed',
  );

const spaceSchema = z.record(keySchema, axisSchema);

export type Space = z.infer<typeof spaceSchema>;
type Axis = z.infer<typeof axisSchema>;

/** What a trial differs in: dotted key → value. */
export type Settings = Record<string, unknown>;

/** @throws Error that names each entry that is wrong, and what was expected */
export function parseSpace(input: unknown, source: string): Space {
  const parsed = spaceSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const expected =
    'expected settings by dotted keys, each a list of values or a range, such as ' +
    '{"recommender.blocks": [2, 3], "training.learningRate": {"from": 3e-4, "to": 3e-3, "scale": "log"}}';
  const problems = configProblems(spaceSchema, parsed.error.issues).map((problem) => `  ${problem}`);
  throw new Error([`${source}: ${expected}`, ...problems].join('\n'));
}

/**
 * Distinct settings, uniform over each axis, the same for the same space and seed. Fewer than asked for where the space
 * holds no more.
 *
 * @param refusal why settings do not fit together, or null; those are drawn again
 * @throws Error when nothing fits
 */
export function drawSettings(
  space: Space,
  count: number,
  seed: number,
  refusal: (settings: Settings) => string | null,
): Settings[] {
  const random = createRandom(seed, 'search');
  const drawn = new Map<string, Settings>();
  let refused = '';
  for (let attempt = 0; drawn.size < count && attempt < 100 * count; attempt++) {
    const settings = Object.fromEntries(
      Object.entries(space).map(([key, axis]) => [key, drawValue(axis, random)]),
    );
    const reason = refusal(settings);
    if (reason === null) drawn.set(JSON.stringify(settings), settings);
    else refused = reason;
  }
  if (drawn.size === 0) throw new Error(`nothing in the space fits: ${refused}`);
  return [...drawn.values()];
}

function drawValue(axis: Axis, random: Random): unknown {
  if (Array.isArray(axis)) return random.pick(axis);
  const { from, to, scale, whole } = axis;
  const place = random.next();
  const value = scale === 'log' ? from * (to / from) ** place : from + (to - from) * place;
  return whole ? Math.round(value) : Number(value.toPrecision(4));
}
