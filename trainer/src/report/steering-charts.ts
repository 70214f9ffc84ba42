// Charts of steering: what each method gains in exposure against what it costs in ranking quality.
import { METHODS } from '@trimtab/shared/steering-methods.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { mean } from '../math/mean.ts';
import type { Chart } from './draw.ts';

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

/** What edits latents carries its hook after an @; what needs no hook goes by its name alone. */
export const methodName = ({ method, hook }: Pick<Curve, 'method' | 'hook'>): string =>
  EDITS.has(method) ? `${method}@${hook}` : method;

const EDITS: ReadonlySet<string> = new Set([...METHODS, 'target']);

/** Concepts averaged, method by method and size by size, by rising gain. */
export function methodPoints(curves: readonly Curve[]): MethodPoint[] {
  const groups = Map.groupBy(curves, (curve) => `${methodName(curve)} ${placeOf(curve)}`);
  const points = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      method: methodName(first),
      at: placeOf(first),
      gain: mean(group.map(({ logOddsGain }) => logOddsGain)),
      ndcgChange: mean(group.map(({ ndcg10, ndcg10Base }) => ndcg10 / ndcg10Base - 1)),
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

/** Every method in one frame: up is more of what was asked for, right is less lost. */
export function methodChart(curves: readonly Curve[]): Chart {
  const points = drawnPoints(curves);
  const methods = [...new Set(points.map(({ method }) => method))];
  const start = methods.map((method) => ({ method, at: '0', gain: 0, ndcgChange: 0 }));
  return {
    data: { values: [...start, ...points] },
    width: 560,
    height: 320,
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'ndcgChange',
        type: 'quantitative',
        axis: { title: 'change of NDCG@10, all test users', format: '+.0%' },
      },
      y: {
        field: 'gain',
        type: 'quantitative',
        axis: { title: 'log-odds gain of exposure, mean of concepts' },
      },
      color: { field: 'method', type: 'nominal', sort: methods, scale: { scheme: 'tableau20' } },
      order: { field: 'gain' },
    },
  };
}

const panel = (field: string, title: string, format: string): object => ({
  width: 190,
  height: 110,
  mark: { type: 'line', point: true },
  encoding: {
    x: { field: 'strength', type: 'quantitative', axis: { tickCount: 5 } },
    y: { field, type: 'quantitative', axis: { title, format, tickCount: 4 } },
  },
});

/** One concept: its share of the top 10 and NDCG@10 at each strength, the unsteered list at 0. */
export function conceptChart(curves: readonly Curve[]): Chart {
  const [first] = curves;
  const base = first && { strength: 0, share: first.shareBase, ndcg10: first.ndcg10Base };
  const values = [
    ...(base ? [base] : []),
    ...curves.map(({ strength, share, ndcg10 }) => ({ strength, share, ndcg10 })),
  ];
  const hconcat = [panel('share', 'share of the top 10', '.0%'), panel('ndcg10', 'NDCG@10', '.3f')];
  return { data: { values }, hconcat } as Chart;
}
