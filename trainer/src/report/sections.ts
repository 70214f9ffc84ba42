// The sections of a report, each a few charts and tables with a line that says how to read them.
import { html, raw } from 'hono/html';
import { anchorOf } from './concept-page.ts';
import { draw, type Chart } from './draw.ts';
import { attributeBars, correlationBars, densityChart } from './feature-charts.ts';
import type { ReportedRun } from './read-run.ts';
import { baselineBars, groupBars, stageBars, standings, trainingCurve } from './recommender-charts.ts';
import { duration } from '../config/progress.ts';
import { decimals, percent, whole } from './words.ts';

export type Html = ReturnType<typeof html>;

export const figure = async (caption: string, chart: Chart): Promise<Html> =>
  html`<figure>
    ${raw(await draw(chart))}
    <figcaption>${caption}</figcaption>
  </figure>`;

export function table(columns: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${columns.map((column) => html`<th>${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export async function recommenderSection({ metrics, epochs }: ReportedRun): Promise<Html> {
  const { recommender } = metrics;
  const { byHistoryLength = [], byTargetPopularity = [] } = recommender;
  const rows = standings(metrics).map(({ name, hr10, ndcg10 }) => [
    name,
    decimals(hr10, 4),
    decimals(ndcg10, 4),
  ]);
  return html`<section id="recommender">
    <h2>The recommender</h2>
    <p>
      Protocol ${recommender.protocol}, ${recommender.split} split, the whole catalogue ranked, ties against
      the model. MRR ${decimals(recommender.mrr, 4)}, coverage ${percent(recommender.coverage10)} of the
      catalogue, novelty ${decimals(recommender.novelty10, 2)} bits.
    </p>
    ${await figure('Against its baselines', baselineBars(metrics))} ${table(['', 'HR@10', 'NDCG@10'], rows)}
    ${await figure('Training: loss, and NDCG@10 on validation users', trainingCurve(epochs))}
    <div class="charts">
      ${byHistoryLength.length > 0 ? await figure('By length of history', groupBars(byHistoryLength, 'items in the history')) : ''}
      ${byTargetPopularity.length > 0 ? await figure('By popularity of the target', groupBars(byTargetPopularity, 'interactions of the target')) : ''}
    </div>
  </section>`;
}

export async function featuresSection({ metrics, concepts, catalogue }: ReportedRun): Promise<Html> {
  const { sae, interpretability } = metrics;
  const { ciLow, ciHigh, byAttribute } = interpretability;
  const labels = new Map(catalogue.attributes.map(({ id, label }) => [id, label]));
  const rows = [
    ['kind', sae.kind],
    ['latents', whole(sae.latents)],
    ['active at a time (L0)', decimals(sae.l0, 1)],
    ['explained variance', decimals(sae.explainedVariance, 4)],
    ['dead latents', percent(sae.deadShare)],
    ['NDCG@10 kept when the reconstruction replaces the state', percent(sae.ndcgKept)],
    ...optionalRow(
      'latents that mean something (5% false discovery)',
      interpretability.interpretableShare,
      percent,
    ),
    ...optionalRow('distinct concepts', interpretability.distinctConcepts, whole),
    ...optionalRow(
      'latents no single item, popularity or position explains',
      interpretability.nontrivialShare,
      percent,
    ),
  ];
  return html`<section id="features">
    <h2>The features inside it</h2>
    ${table(['autoencoder', interpretability.hook], rows)}
    ${await figure('How well attributes are matched, beside the controls', correlationBars(interpretability.meanCorrelation))}
    ${ciLow === undefined || ciHigh === undefined ? '' : html`<p>The best latent less the best control: 95% interval from ${decimals(ciLow)} to ${decimals(ciHigh)}.</p>`}
    ${
      byAttribute
        ? await figure(
            'Attribute by attribute',
            attributeBars(byAttribute, (id) => labels.get(id) ?? id),
          )
        : ''
    }
    ${await figure('How often concepts fire', densityChart(concepts))}
  </section>`;
}

const optionalRow = (name: string, value: number | undefined, say: (value: number) => string): string[][] =>
  value === undefined ? [] : [[name, say(value)]];

export async function costSection({ metrics }: ReportedRun): Promise<Html> {
  const { timing, export: exported } = metrics;
  const total = Object.values(timing.stages).reduce((sum, seconds) => sum + seconds, 0);
  return html`<section id="cost">
    <h2>What it took, and what is served</h2>
    ${await figure(`Stages, ${duration(1000 * total)} together, on ${timing.backend} at ${whole(timing.tokensPerSecond)} tokens a second`, stageBars(timing.stages))}
    ${table(
      ['served graphs', ''],
      [
        ['both graphs', `${decimals(exported.bytes / 2 ** 20, 2)} MiB`],
        ...(exported.autoencoder ? autoencoderRows(exported.autoencoder) : []),
        ['top 10 shared by int8 and full precision', percent(exported.top10Overlap)],
        ['NDCG@10, full precision', decimals(exported.ndcg10Fp32, 4)],
        ['NDCG@10, int8', decimals(exported.ndcg10Int8, 4)],
        ['largest difference of scores between trainer and graph', exported.parityMaxAbs.toExponential(1)],
      ],
    )}
  </section>`;
}

const autoencoderRows = ({
  bytes,
  milliseconds,
}: {
  bytes: number;
  milliseconds?: number | undefined;
}): string[][] => [
  ['of which the autoencoder', `${decimals(bytes / 2 ** 20, 2)} MiB`],
  ...optionalRow(
    'time it adds to a request (wasm, one thread)',
    milliseconds,
    (ms) => `${decimals(ms, 2)} ms`,
  ),
];

export function conceptIndex({ concepts }: ReportedRun): Html {
  const rows = concepts.map((concept) => [
    html`<a href="#${anchorOf(concept)}">${concept.label}</a>`,
    concept.kind,
    decimals(concept.labelScore),
    percent(concept.density),
    `${decimals(concept.safeRange.min, 2)} to ${decimals(concept.safeRange.max, 2)}`,
  ]);
  return html`<section id="concepts">
    <h2>Concepts</h2>
    ${table(['concept', 'kind', 'label score', 'fires', 'safe range'], rows)}
  </section>`;
}
