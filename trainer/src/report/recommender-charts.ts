// Charts of the recommender: how it learnt, and where it stands among the baselines.
import { at } from '@trimtab/shared/look-up.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Chart } from './draw.ts';
import { rankingSchema } from '@trimtab/shared/metrics.ts';
import { baselineInWords } from '@trimtab/shared/baselines.ts';
import { COLOURS } from './draw.ts';
import type { LoggedEpoch } from '../run/logged-epochs.ts';

const panel = (field: string, title: string): object => ({
  width: 300,
  height: 180,
  mark: { type: 'line', point: true },
  encoding: {
    x: { field: 'epoch', type: 'quantitative', axis: { tickMinStep: 1, title: 'epoch' } },
    y: { field, type: 'quantitative', scale: { zero: false }, axis: { title } },
  },
});

export function trainingCurve(epochs: readonly LoggedEpoch[]): Chart {
  const values = epochs.map(({ epoch, loss, validationNdcg10 }) => ({ epoch, loss, validationNdcg10 }));
  const hconcat = [panel('loss', 'training loss'), panel('validationNdcg10', 'validation NDCG@10')];
  return { data: { values }, hconcat } as Chart;
}

export interface Standing {
  name: string;
  ndcg10: number;
  hr10: number;
  isModel: boolean;
}

/** The model and every baseline that was measured beside it, best first. */
export function standings({ recommender, baselines }: Metrics): Standing[] {
  const measured = Object.entries(baselines).flatMap(([key, value]) => {
    const ranking = rankingSchema.safeParse(value).data;
    return ranking === undefined ? [] : [{ name: baselineInWords(key), ...ranking, isModel: false }];
  });
  const { model, ndcg10, hr10 } = recommender;
  return [{ name: model, ndcg10, hr10, isModel: true }, ...measured].sort((a, b) => b.ndcg10 - a.ndcg10);
}

export function baselineBars(metrics: Metrics): Chart {
  return {
    data: { values: standings(metrics) },
    width: 480,
    height: { step: 24 },
    encoding: {
      y: { field: 'name', type: 'nominal', sort: null, axis: { title: null } },
      x: { field: 'ndcg10', type: 'quantitative', axis: { title: 'NDCG@10 on test users' } },
      color: {
        field: 'isModel',
        type: 'nominal',
        scale: { domain: [true, false], range: [at(COLOURS, 0), '#b8c0c6'] },
        legend: null,
      },
    },
    layer: [
      { mark: 'bar' },
      {
        mark: { type: 'text', align: 'left', dx: 4, color: '#333' },
        encoding: { text: { field: 'ndcg10', format: '.4f' }, color: { value: '#333' } },
      },
    ],
  };
}

/** Quartiles of users, by what `from` and `to` count. */
export function groupBars(
  groups: readonly { from: number; to: number; ndcg10: number }[],
  title: string,
): Chart {
  const values = groups.map(({ from, to, ndcg10 }) => ({
    range: from === to ? `${from}` : `${from}–${to}`,
    ndcg10,
  }));
  return {
    data: { values },
    width: 260,
    height: 140,
    mark: 'bar',
    encoding: {
      x: { field: 'range', type: 'ordinal', sort: null, axis: { title, labelAngle: 0 } },
      y: { field: 'ndcg10', type: 'quantitative', axis: { title: 'NDCG@10' } },
    },
  };
}

export function stageBars(stages: Readonly<Record<string, number>>): Chart {
  return {
    data: { values: Object.entries(stages).map(([stage, seconds]) => ({ stage, seconds })) },
    width: 480,
    height: { step: 22 },
    encoding: {
      y: { field: 'stage', type: 'nominal', sort: null, axis: { title: null } },
      x: { field: 'seconds', type: 'quantitative', axis: { title: 'seconds' } },
    },
    layer: [
      { mark: 'bar' },
      {
        mark: { type: 'text', align: 'left', dx: 4 },
        encoding: { text: { field: 'seconds', format: '.1f' } },
      },
    ],
  };
}
