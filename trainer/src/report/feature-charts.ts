// Charts of the features: how well latents match attributes beside the controls, and how often concepts fire.
import { at } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Chart } from './draw.ts';
import { COLOURS } from './draw.ts';

type MeanCorrelation = Metrics['interpretability']['meanCorrelation'];

/** What each figure is, and whether it is the autoencoder's own, a control, or the ceiling. */
const SERIES: readonly [key: string, label: string, kind: 'autoencoder' | 'control' | 'ceiling'][] = [
  ['probe', 'linear probe (ceiling)', 'ceiling'],
  ['concept', 'concepts of a few latents', 'autoencoder'],
  ['sae', 'best latent', 'autoencoder'],
  ['coOccurrence', 'co-occurrence vectors', 'control'],
  ['pca', 'PCA', 'control'],
  ['frozenDecoder', 'frozen random decoder', 'control'],
  ['raw', 'raw hidden dimensions', 'control'],
  ['untrainedModel', 'untrained recommender', 'control'],
  ['permuted', 'attributes permuted', 'control'],
];

export function correlationBars(correlations: MeanCorrelation): Chart {
  const measured: Readonly<Record<string, number | undefined>> = correlations;
  const known = SERIES.map(([key]) => key);
  const others = Object.keys(measured).filter((key) => !known.includes(key));
  const series = [...SERIES, ...others.map((key) => [key, key, 'control'] as const)];
  const values = series.flatMap(([key, label, kind]) => {
    const correlation = measured[key];
    return correlation === undefined ? [] : [{ label, correlation, kind }];
  });
  return {
    data: { values: values.sort((a, b) => b.correlation - a.correlation) },
    width: 480,
    height: { step: 24 },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, axis: { title: null } },
      x: {
        field: 'correlation',
        type: 'quantitative',
        axis: { title: 'mean correlation with attributes, held-out users and items' },
      },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: {
          domain: ['autoencoder', 'control', 'ceiling'],
          range: [at(COLOURS, 0), '#b8c0c6', '#59636b'],
        },
      },
    },
    layer: [
      { mark: 'bar' },
      {
        mark: { type: 'text', align: 'left', dx: 4 },
        encoding: { text: { field: 'correlation', format: '.3f' }, color: { value: '#333' } },
      },
    ],
  };
}

/** Each attribute's best latent and concept, beside the best raw dimension and the probe. */
export function attributeBars(
  byAttribute: Readonly<Record<string, MeanCorrelation>>,
  labelOf: (attribute: string) => string,
): Chart {
  const shown = ['sae', 'concept', 'raw', 'probe'];
  const values = Object.entries(byAttribute)
    .sort(([, a], [, b]) => b.sae - a.sae)
    .flatMap(([attribute, correlations]) => {
      const measured: Readonly<Record<string, number | undefined>> = correlations;
      return SERIES.flatMap(([key, label]) => {
        const correlation = shown.includes(key) ? measured[key] : undefined;
        return correlation === undefined ? [] : [{ attribute: labelOf(attribute), label, correlation }];
      });
    });
  return {
    data: { values },
    width: 480,
    height: { step: 18 },
    mark: { type: 'point', filled: true, size: 70, opacity: 0.9 },
    encoding: {
      y: { field: 'attribute', type: 'nominal', sort: null, axis: { title: null, grid: true } },
      x: {
        field: 'correlation',
        type: 'quantitative',
        axis: { title: 'correlation, held-out users and items' },
      },
      color: { field: 'label', type: 'nominal', sort: null },
      shape: { field: 'label', type: 'nominal', sort: null },
    },
  };
}

/** How often each concept fires: the share of positions, on a scale of powers of ten. */
export function densityChart(concepts: readonly Concept[]): Chart {
  const values = concepts
    .filter(({ density }) => density > 0)
    .map(({ density, kind }) => ({ exponent: Math.log10(density), kind }));
  return {
    data: { values },
    width: 480,
    height: 160,
    mark: 'bar',
    encoding: {
      x: {
        field: 'exponent',
        type: 'quantitative',
        bin: { step: 0.25 },
        axis: { title: 'share of positions where a concept fires (power of ten)' },
      },
      y: { aggregate: 'count', type: 'quantitative', axis: { title: 'concepts', tickMinStep: 1 } },
      color: { field: 'kind', type: 'nominal' },
    },
  };
}

/** Activations of one concept, in equal bins from 0 to the largest seen. */
export function activationChart({ histogram: { max, counts } }: Concept): Chart {
  const width = max / counts.length;
  const values = counts.map((count, bin) => ({ from: bin * width, to: (bin + 1) * width, count }));
  return {
    data: { values },
    width: 200,
    height: 110,
    mark: { type: 'bar', binSpacing: 1 },
    encoding: {
      x: {
        field: 'from',
        bin: { binned: true },
        axis: { title: 'activation', tickCount: 5, format: '.2~f' },
      },
      x2: { field: 'to' },
      y: { field: 'count', type: 'quantitative', axis: { title: 'positions', tickCount: 4, format: '~s' } },
    },
  };
}
