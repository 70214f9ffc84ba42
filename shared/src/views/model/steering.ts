// Steering: what strengths do and cost, and the ways of steering beside plainer ones.
import type { Metrics } from '../../metrics.ts';
import { lineChart } from '../charts/line-chart.ts';
import { e, type View } from '../element.ts';
import { decimals, percent, signed } from '../numbers.ts';
import { dataTable, folded, sentences } from '../tables.ts';
import { drawnPoints, methodPoints } from './method-points.ts';
import { fullStrength, steeringCurves } from './steering-curves.ts';
import type { Published } from './shown-model.ts';

type Steering = Metrics['steering'];

export function steeringView(metrics: Published): View {
  const { curves } = metrics.steering;
  if (curves.length === 0) return e('p', {}, 'This version did not measure what strengths do.');
  return [sentences(steeringInWords(metrics)), steeringCurves(metrics)];
}

export function steeringInWords(metrics: Published): string[] {
  const means = fullStrength(metrics);
  if (means === null) return [];
  const { base, full, kept, concepts } = means;
  return [
    `Full strength takes a concept from ${percent(base)} to ${percent(full)} of the first ten, and keeps ${percent(kept)} of what the list is worth: the mean of ${concepts} concepts.`,
    ...race(metrics.steering),
  ];
}

/** The ways that gain most at a loss of at most 5%: latents, or something plainer. */
export function race({ summary = {} }: Steering): string[] {
  const methods = Object.entries(summary).sort(([, a], [, b]) => b.gainAt5pct - a.gainAt5pct);
  const [first, ...others] = methods;
  if (first === undefined) return [];
  const latents = methods.find(([name]) => name.includes('@'));
  const gain = ([name, { gainAt5pct }]: (typeof methods)[number]): string =>
    `${name} (${decimals(gainAt5pct, 2)})`;
  const against = latents === first ? others[0] : latents;
  return [
    `At a loss of at most 5% of NDCG@10, ${gain(first)} gains most log-odds of exposure${against ? `, against ${gain(against)}` : ''}.`,
  ];
}

/** Every method beside the others: up is more of what was asked for, left is more that is lost. */
export function methodsView({ steering }: Published): View {
  const points = drawnPoints(steering.curves);
  const methods = [...new Set(points.map(({ method }) => method))];
  const series = methods.map((name) => ({
    name,
    points: [
      { x: 0, y: 0 },
      ...points
        .filter(({ method }) => method === name)
        .map(({ ndcgChange, gain }) => ({ x: ndcgChange, y: gain })),
    ],
  }));
  const rows = methodPoints(steering.curves).map(({ method, at, gain, ndcgChange }) => [
    method,
    at,
    decimals(gain, 2),
    change(ndcgChange),
  ]);
  return [
    series.length > 0 &&
      lineChart({
        caption: 'Gain against cost, as far as a quarter of NDCG@10',
        x: { label: 'change of NDCG@10', percent: true, include: [0] },
        y: { label: 'log-odds gain', include: [0] },
        series,
      }),
    summaryTable(steering),
    folded(
      'Every size that was measured',
      dataTable({
        caption: 'Every size that was measured, the mean of all concepts',
        columns: ['Way of steering', 'Size', '#Gain', '#NDCG@10'],
        rows,
      }),
    ),
    targetTable(steering),
  ];
}

const change = (share: number): string => `${share > 0 ? '+' : ''}${percent(share, 1)}`;

function summaryTable({ summary }: Steering): View {
  if (summary === undefined) return null;
  const rows = Object.entries(summary)
    .sort(([, a], [, b]) => b.gainAt5pct - a.gainAt5pct)
    .map(([method, figures]) => [
      method,
      decimals(figures.gainAtNoLoss, 2),
      decimals(figures.gainAt5pct, 2),
      `${change(figures.ndcgChangeAt5pct.mean)} (${change(figures.ndcgChangeAt5pct.low)} to ${change(figures.ndcgChangeAt5pct.high)})`,
      decimals(figures.spilloverAtEqualGain),
      signed(figures.alignedNdcgChangeAtEqualGain, 3),
    ]);
  return [
    e(
      'p',
      { class: 'prose' },
      'Sizes were chosen on validation people; the figures are of others. Spill-over, and the NDCG@10 of people whose next title has the concept, are where every way gains 1.',
    ),
    dataTable({
      caption: 'Ways of steering, those that gain most first',
      columns: [
        'Way of steering',
        '#Gain, no loss',
        '#Gain, 5% loss',
        '#NDCG@10 there (95%)',
        '#Spill-over',
        '#NDCG@10, aligned',
      ],
      rows,
    }),
  ];
}

function targetTable({ target }: Steering): View {
  if (target === undefined) return null;
  return dataTable({
    caption: 'Shares that were aimed at',
    columns: ['Figure', '#Value'],
    rows: [
      ['People for whom a wanted share is reached', percent(target.reachableShare, 1)],
      ['How far off the share is', percent(target.absoluteError, 1)],
      ['NDCG@10 there', decimals(target.ndcg10, 4)],
      ['NDCG@10 of re-ranking by a quota', decimals(target.quotaNdcg10, 4)],
    ],
  });
}
