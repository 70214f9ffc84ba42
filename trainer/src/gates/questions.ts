// Requests to the built Worker, and the lists that the trainer gives for them by the same graphs.
import { recommendationResponseSchema } from '@trimtab/shared/api.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { editFromStrengths, type Strengths } from '@trimtab/shared/steering.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { known } from './rank-targets.ts';
import type { Side } from './side.ts';
import type { Target } from './targets.ts';

export interface Question {
  request: { history: string[]; limit: number; steering?: { concepts: Strengths } };
  /** Ids, best first. */
  expected: string[];
  /** Scores of all items, by id, for telling a tie from a fault. */
  scoreOf: (id: string) => number;
  tolerance: number;
}

const LIMIT = 10;
const STRENGTH = 0.5;
/** Items of a history that a request names. */
const LONGEST = 100;
/** Share of the spread of all scores by which two scores may differ and be one: the runtimes round alike, or nearly. */
const TOLERANCE = 0.005;

/** Every other question steers, each by the next concept. */
export async function questionsFor(
  side: Side,
  targets: readonly Target[],
  count: number,
): Promise<Question[]> {
  const { concepts } = side.concepts;
  const questions: Question[] = [];
  for (let i = 0; i < count; i++) {
    const { history } = at(targets, i % targets.length);
    const concept =
      i % 2 === 1 && concepts.length > 0 ? at(concepts, ((i - 1) / 2) % concepts.length) : undefined;
    questions.push(
      await questionOf(
        side,
        history.slice(-LONGEST),
        concept === undefined ? {} : { [concept.id]: STRENGTH },
      ),
    );
  }
  return questions;
}

async function questionOf(side: Side, history: string[], strengths: Strengths): Promise<Question> {
  const { manifest, catalogue, index, session, concepts } = side;
  const byId = new Map(concepts.concepts.map((concept) => [concept.id, concept]));
  const items = known(index, history);
  const context = await session.encode(Int32Array.from(items.slice(-manifest.model.maxLength)));
  const edit = editFromStrengths(strengths, byId, manifest.latents);
  const scores = at((await session.score(context, [edit])).scores, 0);
  const sorted = Float32Array.from(scores).sort();
  return {
    request: {
      history,
      limit: LIMIT,
      ...(Object.keys(strengths).length > 0 && { steering: { concepts: strengths } }),
    },
    expected: topK(scores, LIMIT, new Set(items)).map((item) => at(catalogue.ids, item)),
    scoreOf: (id) => {
      const item = index.get(id);
      return item === undefined ? Number.NaN : at(scores, item);
    },
    tolerance: TOLERANCE * (at(sorted, sorted.length - 1) - at(sorted, 0)),
  };
}

/** @returns in words what is wrong with an answer, or null */
export function faultOfAnswer({ expected, scoreOf, tolerance }: Question, body: string): string | null {
  const { items, degraded, source } = recommendationResponseSchema.parse(JSON.parse(body));
  if (degraded || source === 'popular') return 'the popular list stood in for the model';
  if (items.length !== expected.length) return `${items.length} items, expected ${expected.length}`;
  for (const [place, { id }] of items.entries()) {
    const wanted = at(expected, place);
    if (!(Math.abs(scoreOf(id) - scoreOf(wanted)) <= tolerance))
      return `place ${place + 1} is ${id}, expected ${wanted}`;
  }
  return null;
}
