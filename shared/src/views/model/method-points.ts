// What each way of steering gains in exposure, against what it costs in ranking quality.
import type { Metrics } from '../../metrics.ts';
import { METHODS } from '../../steering-methods.ts';

type Curve = Metrics['steering']['curves'][number];

export interface MethodPoint {
  method: string;
  /** A strength, or what the size was chosen for on validation users. */
  at: string;
  /** Mean over concepts of the log-odds gain of their exposure. */
  gain: number;
  /** Mean over concepts of the relative change of NDCG@10. */
  ndcgChange: number;
}

const CHOSEN_FOR = { noLoss: 'no loss', loss5: '5% loss', gain1: 'gain of 1' } as const;

const placeOf = ({ strength, chosenFor }: Curve): string =>
  chosenFor === undefined ? String(strength) : CHOSEN_FOR[chosenFor];

const EDITS: ReadonlySet<string> = new Set([...METHODS, 'target']);

/** What edits latents carries its hook after an @; what needs no hook goes by its name alone. */
export const methodName = ({ method, hook }: Pick<Curve, 'method' | 'hook'>): string =>
  EDITS.has(method) ? `${method}@${hook}` : method;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Concepts averaged, method by method and size by size, by rising gain. */
export function methodPoints(curves: readonly Curve[]): MethodPoint[] {
  const groups = Map.groupBy(curves, (curve) => `${methodName(curve)} ${placeOf(curve)}`);
  const points = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      method: methodName(first),
      at: placeOf(first),
      gain: meanOf(group.map(({ logOddsGain }) => logOddsGain)),
      ndcgChange: meanOf(group.map(({ ndcg10, ndcg10Base }) => ndcg10 / ndcg10Base - 1)),
    };
  });
  return points.sort((x, y) => x.gain - y.gain);
}

/** What loses more would squeeze all that is worth comparing into a corner. */
const LARGEST_LOSS = 0.25;

/** The points of positive strengths that lose at most a quarter of NDCG@10. */
export const drawnPoints = (curves: readonly Curve[]): MethodPoint[] =>
  methodPoints(curves.filter(({ strength }) => strength > 0)).filter(
    ({ ndcgChange }) => ndcgChange >= -LARGEST_LOSS,
  );
