// Several concepts steered together, none drowned by another.
import { at } from './look-up.ts';
import type { Move, Steered, SteeringModel } from './steering-moves.ts';
import { editWidth, total } from './steering-moves.ts';
import { logMass, logMassesOf } from './steering-methods.ts';

const BALANCING_ROUNDS = 2;
/** A concept's edit is at most doubled, and at least halved, to hold its own beside others. */
const [LEAST_TIMES, MOST_TIMES] = [0.5, 2];

/**
 * Alone, concept c would change its log-mass by g_c; together with the
 * others it changes by j_c. Its edit is then taken m_c times, by Newton steps with each concept's slope taken as g_c:
 *
 *   m_c ← m_c + (g_c - j_c) / g_c,  kept within [.5, 2]
 */
export async function balanced(moves: Move[], model: SteeringModel, person: Steered): Promise<Move[]> {
  const items = moves.map(({ concept }) => model.itemsOf(concept));
  const width = editWidth(model);
  const alone = moves.map((move) => total([move], width));
  const [base = [], together = [], ...each] = await person.score([
    new Float32Array(width),
    total(moves, width),
    ...alone,
  ]);
  const masses = items.map(logMassesOf(base));
  const gains = items.map((set, i) => logMass(at(each, i), set) - at(masses, i));
  let [current, scores] = [moves, together];
  for (let round = 1; ; round++) {
    const joint = items.map(logMassesOf(scores));
    current = current.map((move, i) => ({
      ...move,
      times: stepped(move.times, at(gains, i), at(joint, i) - at(masses, i)),
    }));
    if (round === BALANCING_ROUNDS) return current;
    scores = at(await person.score([total(current, width)]), 0);
  }
}

function stepped(times: number, gain: number, joint: number): number {
  const next = times + (gain - joint) / gain;
  return Number.isFinite(next) ? Math.min(MOST_TIMES, Math.max(LEAST_TIMES, next)) : times;
}
