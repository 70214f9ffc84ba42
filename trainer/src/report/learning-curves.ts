// How recommenders learnt, as one picture: validation NDCG@10 and loss of several runs, by epoch and by minutes.
import { at } from '@trimtab/shared/look-up.ts';
import { HEIGHT, WIDTH } from '@trimtab/shared/views/charts/frame.ts';
import { linesOf } from '@trimtab/shared/views/charts/line-chart.ts';
import { e, type Element } from '@trimtab/shared/views/element.ts';
import type { LoggedEpoch } from '../run/logged-epochs.ts';

export interface LearningRun {
  /** As the legend has it. */
  name: string;
  epochs: readonly LoggedEpoch[];
}

interface LearningPoint {
  epoch: number;
  /** Of training up to the end of the epoch; judging the epochs is not counted. */
  minutes: number;
  loss: number;
  validationNdcg10: number;
}

/** @throws RangeError when an epoch lacks one of the columns that are drawn */
export function learningPoints({ name, epochs }: LearningRun): LearningPoint[] {
  let minutes = 0;
  return epochs.map((logged, row) => {
    const column = (key: string): number => {
      const value = logged[key];
      if (value !== undefined && Number.isFinite(value)) return value;
      throw new RangeError(`${name}, row ${row + 2}: expected a number in the column "${key}" of a log.csv`);
    };
    minutes += column('seconds') / 60;
    const [epoch, loss, validationNdcg10] = [column('epoch'), column('loss'), column('validationNdcg10')];
    return { epoch, minutes, loss, validationNdcg10 };
  });
}

/** Colours that people with a colour-vision deficiency tell apart (Okabe and Ito 2008), the accent first. */
const COLOURS = ['#0b6e8a', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a7a7a', '#222222'];

const LOOK =
  'text{font:11px system-ui,sans-serif;fill:#566466}.grid{stroke:#e6e8ea}.axis{stroke:#7d8a8b}' +
  'polyline{fill:none;stroke-width:1.5}';

/** Colours begin anew where there are more runs than colours. */
const styleOf = (runs: number): string =>
  LOOK +
  Array.from({ length: runs }, (_, i) => {
    const colour = at(COLOURS, i % COLOURS.length);
    return `polyline.s${i}{stroke:${colour}}.s${i}:not(polyline){fill:${colour}}`;
  }).join('');

const LINE = 20;
/** Names of runs that one line of the legend has room for. */
const NAMED = 3;

/** Two rows of two panels on a white ground, so that the picture can be read on any page. */
export function learningCurves(runs: readonly LearningRun[]): Element {
  const named = runs.map((run) => ({ name: run.name, points: learningPoints(run) }));
  const panel = (
    [column, row]: readonly [number, number],
    y: 'validationNdcg10' | 'loss',
    x: 'epoch' | 'minutes',
  ): Element => {
    const series = named.map(({ name, points }) => ({
      name,
      points: points.map((point) => ({ x: point[x], y: point[y] })),
    }));
    const labels = { validationNdcg10: 'validation NDCG@10', loss: 'training loss' };
    const xLabel = x === 'epoch' ? { label: 'epoch', isWhole: true } : { label: 'minutes of training' };
    const { body } = linesOf({ caption: labels[y], x: xLabel, y: { label: labels[y] }, series });
    return e('svg', { x: column * WIDTH, y: row * HEIGHT, width: WIDTH, height: HEIGHT }, body);
  };
  const height = 2 * HEIGHT + LINE * (1 + Math.ceil(runs.length / NAMED));
  return e(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${2 * WIDTH} ${height}`, width: 3 * WIDTH },
    e('style', {}, styleOf(runs.length)),
    e('rect', { width: 2 * WIDTH, height, fill: 'white' }),
    panel([0, 0], 'validationNdcg10', 'epoch'),
    panel([1, 0], 'validationNdcg10', 'minutes'),
    panel([0, 1], 'loss', 'epoch'),
    panel([1, 1], 'loss', 'minutes'),
    named.map(({ name }, i) => legendEntry(name, i)),
  );
}

function legendEntry(name: string, i: number): Element[] {
  const [left, top] = [12 + (i % NAMED) * 220, 2 * HEIGHT + LINE * (1 + Math.floor(i / NAMED))];
  return [
    e('rect', { class: `s${i}`, x: left, y: top - 9, width: 10, height: 10 }),
    e('text', { x: left + 16, y: top }, name),
  ];
}
