// The features inside a model: what the autoencoder keeps, and how well its latents follow attributes beside controls.
import type { Metrics } from '../../metrics.ts';
import { barTable, type Bar } from '../charts/bar-table.ts';
import type { ConceptRow } from '../concept-figures.ts';
import type { View } from '../element.ts';
import { decimals, percent, signed, whole } from '../numbers.ts';
import { dataTable, folded, sentences } from '../tables.ts';
import type { Published, ShownModel } from './shown-model.ts';

type Correlation = Metrics['interpretability']['meanCorrelation'];

/** What each figure is of; the autoencoder's own are set apart from controls and from the ceiling. */
const SERIES: Readonly<Record<keyof Correlation, string>> = {
  probe: 'a linear probe of the whole state (the ceiling)',
  concept: 'concepts of a few latents',
  sae: 'the best latent',
  coOccurrence: 'co-occurrence vectors (control)',
  pca: 'the best principal component (control)',
  frozenDecoder: 'a frozen random decoder (control)',
  raw: 'the best dimension of the state (control)',
  untrainedModel: 'an untrained recommender (control)',
  permuted: 'attributes dealt anew by chance (control)',
};
const KEYS = Object.keys(SERIES) as (keyof Correlation)[];
const OURS: readonly (keyof Correlation)[] = ['concept', 'sae'];

export function featuresView({
  metrics,
  concepts,
  labelOf,
}: Omit<ShownModel, 'facts' | 'conceptsHref'>): View {
  const { meanCorrelation, byAttribute = {} } = metrics.interpretability;
  return [
    sentences(inWords(metrics)),
    autoencoderTable(metrics),
    correlationBars(meanCorrelation),
    attributeTable(byAttribute, labelOf),
    densityBars(concepts),
  ];
}

function inWords({ sae, interpretability }: Published): string[] {
  const { meanCorrelation, ciLow, ciHigh } = interpretability;
  const interval =
    ciLow === undefined || ciHigh === undefined
      ? ''
      : `, and is ahead of the best control by ${signed(ciLow)} to ${signed(ciHigh)} (95%)`;
  return [
    `${whole(sae.latents)} latents at ${interpretability.hook}, ${decimals(sae.l0, 0)} active at a time, explain ${percent(sae.explainedVariance)} of the variance. Lists made from them alone keep ${percent(sae.ndcgKept)} of NDCG@10.`,
    `The best latent of an attribute correlates with it at ${decimals(meanCorrelation.sae, 2)} on average, on people and titles that its choice never saw${interval}.`,
  ];
}

function autoencoderTable({ sae, interpretability }: Published): View {
  const { interpretableShare, distinctConcepts, nontrivialShare, monosemanticity } = interpretability;
  const rows = [
    ['Kind', sae.kind],
    ['Latents', whole(sae.latents)],
    ['Active at a time (L0)', decimals(sae.l0, 1)],
    ['Explained variance', decimals(sae.explainedVariance)],
    ['Dead latents', percent(sae.deadShare, 1)],
    ['NDCG@10 kept when the reconstruction replaces the state', percent(sae.ndcgKept, 1)],
    ...row(sae.pca?.explainedVariance, 'Explained variance of as many principal components', decimals),
    ...row(sae.pca?.ndcgKept, 'NDCG@10 kept by these', (value) => percent(value, 1)),
    ...row(interpretableShare, 'Latents that mean something (5% false discovery)', (value) =>
      percent(value, 1),
    ),
    ...row(distinctConcepts, 'Concepts that are distinct', whole),
    ...row(nontrivialShare, 'Latents that no single title, popularity or place explains', (value) =>
      percent(value, 1),
    ),
    ...row(monosemanticity?.sae, 'Likeness of the titles that one latent fires for', decimals),
    ...row(monosemanticity?.raw, 'The same of a dimension of the state', decimals),
  ];
  return dataTable({ caption: 'The autoencoder', columns: ['Figure', '#Value'], rows });
}

const row = (value: number | undefined, name: string, say: (value: number) => string): string[][] =>
  value === undefined ? [] : [[name, say(value)]];

export function correlationBars(correlations: Correlation): View {
  const bars = KEYS.flatMap((key): Bar[] => {
    const value = correlations[key];
    return value === undefined
      ? []
      : [{ name: SERIES[key], value, text: decimals(value), isOurs: OURS.includes(key) }];
  });
  return barTable(
    'How well attributes are followed, beside controls',
    ['By', 'mean correlation'],
    bars.toSorted((a, b) => b.value - a.value),
  );
}

/** Those that the best latent follows best come first. */
function attributeTable(
  byAttribute: Readonly<Record<string, Correlation>>,
  labelOf: ShownModel['labelOf'],
): View {
  const all = Object.entries(byAttribute).sort(([, a], [, b]) => b.sae - a.sae);
  if (all.length === 0) return null;
  const rows = all.map(([attribute, { sae, concept, raw, probe }]) => [
    labelOf(attribute),
    ...[sae, concept, raw, probe].map((value) => (value === undefined ? '–' : decimals(value, 2))),
  ]);
  const columns = ['Attribute', '#Best latent', '#Concept', '#Best dimension', '#Probe'];
  return folded(
    'Attribute by attribute',
    dataTable({ caption: 'Correlation, attribute by attribute', columns, rows }),
  );
}

const DENSITIES = [
  { from: 0.1, below: Infinity, name: 'at a tenth of the places or more' },
  { from: 0.01, below: 0.1, name: 'at 1% to 10%' },
  { from: 0.001, below: 0.01, name: 'at 0.1% to 1%' },
  { from: 0, below: 0.001, name: 'more seldom' },
] as const;

function densityBars(concepts: readonly ConceptRow[]): View {
  const bars = DENSITIES.map(({ from, below, name }): Bar => {
    const { length } = concepts.filter(({ density }) => density >= from && density < below);
    return { name, value: length, text: whole(length), isOurs: true };
  });
  return barTable('How often concepts fire in histories', ['Fires', 'concepts'], bars);
}
