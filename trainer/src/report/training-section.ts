// How the recommender learnt and what the run took: told by its own log, and no part of what is published.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { barTable, type Bar } from '@trimtab/shared/views/charts/bar-table.ts';
import { lineChart } from '@trimtab/shared/views/charts/line-chart.ts';
import { e, type View } from '@trimtab/shared/views/element.ts';
import type { Section } from '@trimtab/shared/views/model/shown-model.ts';
import { decimals, whole } from '@trimtab/shared/views/numbers.ts';
import { sentences } from '@trimtab/shared/views/tables.ts';
import { duration } from '../config/progress.ts';
import type { LoggedEpoch } from '../run/logged-epochs.ts';
import type { ReportedRun } from './read-run.ts';

export function trainingSection({ epochs, metrics: { timing } }: ReportedRun): Section {
  return {
    id: 'training',
    title: 'How it learnt, and what that took',
    view: [sentences([took(timing)]), curves(epochs), stages(timing)],
  };
}

function took({ stages: seconds, backend, tokensPerSecond }: Metrics['timing']): string {
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  return `Its stages took ${duration(1000 * total)} together, on ${backend}, at ${whole(tokensPerSecond)} tokens a second.`;
}

function curves(epochs: readonly LoggedEpoch[]): View {
  const chart = (caption: string, column: string, label: string): View => {
    const points = epochs.flatMap(({ epoch, [column]: y }) =>
      epoch === undefined || y === undefined || !Number.isFinite(y) ? [] : [{ x: epoch, y }],
    );
    return (
      points.length > 0 &&
      lineChart({
        caption,
        x: { label: 'epoch', isWhole: true },
        y: { label },
        series: [{ name: label, points }],
      })
    );
  };
  return e(
    'div',
    { class: 'charts' },
    chart('Loss on what it learnt from', 'loss', 'loss'),
    chart('NDCG@10 on validation people', 'validationNdcg10', 'NDCG@10'),
  );
}

function stages({ stages: seconds }: Metrics['timing']): View {
  const bars = Object.entries(seconds).map(([name, value]): Bar => ({
    name,
    value,
    text: decimals(value, 1),
    isOurs: true,
  }));
  return barTable('What each stage took', ['Stage', 'seconds'], bars);
}
