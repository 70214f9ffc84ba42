// What a concept is, in words and charts.
import type { ConceptPage } from '../browse.ts';
import type { CostPoint } from './concept-figures.ts';
import { histogramChart } from './charts/histogram.ts';
import { lineChart } from './charts/line-chart.ts';
import { e, type Element, type View } from './element.ts';
import { decimals, percent, signed } from './numbers.ts';
import { trustInWords } from './trust.ts';

type Titled = Readonly<{ title: string }>;

export interface ShownConcept extends Pick<
  ConceptPage,
  'label' | 'kind' | 'labelScore' | 'density' | 'safeRange' | 'histogram' | 'neighbours'
> {
  topItems: readonly Titled[];
  promoted: readonly Titled[];
  demoted: readonly Titled[];
}

interface ConceptView {
  concept: ShownConcept;
  costs: readonly CostPoint[];
  hrefOf: (id: string) => string;
}

export function conceptView({ concept, costs, hrefOf }: ConceptView): View {
  const { topItems, promoted, demoted } = concept;
  return [
    e(
      'ul',
      { class: 'said' },
      [trustInWords(concept), ...firing(concept), ...cost(concept, costs)].map((sentence) =>
        e('li', {}, sentence),
      ),
    ),
    e(
      'div',
      { class: 'charts' },
      histogram(concept),
      costs.length > 1 ? [shares(costs), quality(concept, costs)] : null,
    ),
    e(
      'div',
      { class: 'columns' },
      titles('Items that show it most', topItems),
      titles('Turned up, these rise most', promoted),
      titles('Turned up, these fall most', demoted),
      neighbours(concept, hrefOf),
    ),
  ];
}

const firing = ({ density }: ShownConcept): string[] => [
  density >= 0.01
    ? `It fires at ${percent(density)} of the places in people’s histories.`
    : `It fires at ${Math.max(1, Math.round(10_000 * density))} of 10,000 places in people’s histories.`,
];

function cost({ safeRange: { min, max } }: ShownConcept, costs: readonly CostPoint[]): string[] {
  const range =
    min === 0 && max === 0
      ? 'No strength is known to keep 95% of a list’s quality.'
      : `Strengths from ${signed(min)} to ${signed(max)} are known to keep 95% of a list’s quality.`;
  const full = costs.find(({ strength }) => strength === 1);
  const base = costs.find(({ strength }) => strength === 0);
  if (full === undefined || base === undefined) return [range];
  const { low, high } = full;
  const interval =
    low === undefined || high === undefined ? '' : ` (95%: ${percent(low)} to ${percent(high)})`;
  return [
    range,
    `Full strength takes it from ${percent(base.share)} to ${percent(full.share)} of the first ten, and keeps ${percent(full.kept)}${interval} of what the list is worth.`,
  ];
}

const histogram = ({ histogram: { max, counts } }: ShownConcept): View =>
  max > 0 &&
  histogramChart({
    caption: 'How strongly it fires, where it does',
    x: { label: 'activation' },
    y: { label: 'places' },
    from: 0,
    to: max,
    counts,
  });

const shares = (costs: readonly CostPoint[]): Element =>
  lineChart({
    caption: 'Its share of the first ten',
    x: { label: 'strength' },
    y: { label: 'share', percent: true, include: [0] },
    series: [
      {
        name: 'Share of the first ten',
        points: costs.map(({ strength, share }) => ({ x: strength, y: share })),
      },
    ],
  });

function quality({ safeRange: { min, max } }: ShownConcept, costs: readonly CostPoint[]): Element {
  const points = costs.map(({ strength, kept, low, high }) => ({
    x: strength,
    y: kept,
    ...(low !== undefined && high !== undefined && { low, high }),
  }));
  const hasInterval = points.some(({ low }) => low !== undefined);
  return lineChart({
    caption: `What the list is worth, of 100% unsteered${hasInterval ? ', with a 95% interval' : ''}`,
    x: { label: 'strength' },
    y: { label: 'quality kept', percent: true, include: [1] },
    series: [{ name: 'Quality kept', points }],
    zone: { from: min, to: max, name: 'safe range' },
  });
}

function titles(heading: string, items: readonly Titled[]): View {
  if (items.length === 0) return null;
  return e(
    'section',
    {},
    e('h3', {}, heading),
    e(
      'ol',
      {},
      items.slice(0, 10).map(({ title }) => e('li', { dir: 'auto' }, title)),
    ),
  );
}

function neighbours({ neighbours: near }: ShownConcept, hrefOf: (id: string) => string): View {
  if (near.length === 0) return null;
  const entries = near.map(({ id, label, cosine }) =>
    e('li', {}, e('a', { href: hrefOf(id), dir: 'auto' }, label), ` ${decimals(cosine, 2)}`),
  );
  return e('section', {}, e('h3', {}, 'Concepts near it'), e('ul', {}, entries));
}
