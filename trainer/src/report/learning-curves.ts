// How recommenders learnt, as one picture: validation NDCG@10 and loss of several runs, by epoch and by minutes.
import type { LoggedEpoch } from '../run/logged-epochs.ts';
import type { Chart } from './draw.ts';

export interface LearningRun {
  /** As the legend has it. */
  name: string;
  epochs: readonly LoggedEpoch[];
}

interface Point {
  run: string;
  epoch: number;
  /** Of training up to the end of the epoch; judging the epochs is not counted. */
  minutes: number;
  loss: number;
  validationNdcg10: number;
}

/** @throws RangeError when an epoch lacks one of the columns that are drawn */
export function learningPoints({ name, epochs }: LearningRun): Point[] {
  let minutes = 0;
  return epochs.map((logged, row) => {
    const column = (key: string): number => {
      const value = logged[key];
      if (value !== undefined && Number.isFinite(value)) return value;
      throw new RangeError(`${name}, row ${row + 2}: expected a number in the column "${key}" of a log.csv`);
    };
    minutes += column('seconds') / 60;
    const [epoch, loss, validationNdcg10] = [column('epoch'), column('loss'), column('validationNdcg10')];
    return { run: name, epoch, minutes, loss, validationNdcg10 };
  });
}

/** Two rows of two panels on a white ground, so that the picture can be read on any page. */
export function learningCurves(runs: readonly LearningRun[]): Chart {
  return {
    background: 'white',
    padding: 12,
    data: { values: runs.flatMap(learningPoints) },
    vconcat: [panels('validationNdcg10', 'validation NDCG@10'), panels('loss', 'training loss')],
  } as Chart;
}

const panels = (field: string, title: string): object => ({
  hconcat: [panel(field, title, 'epoch', 'epoch'), panel(field, title, 'minutes', 'minutes of training')],
});

const panel = (field: string, title: string, by: string, byTitle: string): object => ({
  width: 340,
  height: 220,
  mark: { type: 'line', point: { size: 18 }, strokeWidth: 1.5 },
  encoding: {
    x: { field: by, type: 'quantitative', axis: { tickMinStep: 1, title: byTitle } },
    y: { field, type: 'quantitative', scale: { zero: false }, axis: { title, minExtent: 30 } },
    color: { field: 'run', type: 'nominal', sort: null, legend: { columns: 3, labelLimit: 0 } },
  },
});
