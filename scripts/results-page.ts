// docs/results.md: tables of the figures that are kept in docs/results/, run by run.
import { metricsSchema, rankingSchema } from '@trimtab/shared/metrics.ts';
import { z } from 'zod';

/** A run's figures, and what they were made by. */
export const keptResultSchema = z.strictObject({
  /** What the run was of, in a few words. */
  title: z.string().min(1),
  /** The command that makes it again. */
  command: z.string().min(1),
  /** Day on which it ran, and the machine. */
  date: z.iso.date(),
  machine: z.string().min(1),
  metrics: metricsSchema,
});
export type KeptResult = z.infer<typeof keptResultSchema>;

/** @param results by the name of their file, without its ending */
export function resultsPage(results: ReadonlyMap<string, KeptResult>): string {
  const parts = [...results].map(([name, result]) => section(name, result));
  return `${HEAD}\n${parts.join('\n')}`;
}

const HEAD = `<!-- Made by \`npm run results\` from docs/results/: do not edit. -->

# Results

\`npm run check\` makes this page again from the figures of whole runs in \`docs/results/\`, and fails where the two differ.
\`npm run results -- --take <run>\` keeps those of a run of yours. [measures.md](measures.md) says what each figure means.
All are of test users, whose next choice the model never saw.
`;

function section(name: string, { title, command, date, machine, metrics }: KeptResult): string {
  const { recommender, baselines, sae, interpretability, promise } = metrics;
  return [
    `## ${title}`,
    `\`${command}\`, ${date}, ${machine}, backend ${metrics.timing.backend} (\`docs/results/${name}.json\`). ` +
      `${count(recommender.users)} users, ${count(recommender.items)} items, ${recommender.protocol}.`,
    rankingTable(recommender, baselines),
    beside(baselines.comparison),
    table(
      ['autoencoder', ''],
      [
        ['kind, latents, active', `${sae.kind}, ${sae.latents}, ${short(sae.l0)}`],
        ['explained variance', short(sae.explainedVariance)],
        ['NDCG@10 kept', short(sae.ndcgKept)],
        ['dead latents', short(sae.deadShare)],
      ],
    ),
    table(
      ['what follows attributes on users and items held out', 'correlation'],
      Object.entries(interpretability.meanCorrelation).map(([what, r]) => [FEATURES[what] ?? what, short(r)]),
    ),
    steeringTable(metrics),
    promise === undefined ? '' : promiseTable(promise),
    exportLine(metrics),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}

/** Keys of metrics.json in words. */
const FEATURES: Readonly<Record<string, string>> = {
  sae: 'best latent',
  concept: 'concept',
  raw: 'best raw dimension',
  pca: 'best principal component',
  probe: 'linear probe of the whole state',
  permuted: 'best latent, labels permuted',
  frozenDecoder: 'random directions',
  untrainedModel: 'untrained recommender',
  coOccurrence: 'co-occurrence vectors',
};

function rankingTable(model: KeptResult['metrics']['recommender'], baselines: object): string {
  const rows = Object.entries(baselines).flatMap(([name, figures]: [string, unknown]) => {
    const ranking = rankingSchema.safeParse(figures);
    return ranking.success ? [[name, short(ranking.data.hr10), short(ranking.data.ndcg10)]] : [];
  });
  return table(
    ['recommender', 'HR@10', 'NDCG@10'],
    [...rows, [model.model, short(model.hr10), short(model.ndcg10)]],
  );
}

const beside = (comparison: KeptResult['metrics']['baselines']['comparison']): string =>
  comparison === undefined
    ? ''
    : `NDCG@10 is ${short(comparison.difference)} above ${comparison.baseline}, the best baseline (95%: ${short(comparison.low)} to ${short(comparison.high)}).`;

function steeringTable({ steering: { summary = {} } }: KeptResult['metrics']): string {
  const rows = Object.entries(summary).map(([method, one]) => [
    method,
    short(one.gainAt5pct),
    short(one.spilloverAtEqualGain),
    `${short(one.ndcgChangeAt5pct.mean)} (${short(one.ndcgChangeAt5pct.low)} to ${short(one.ndcgChangeAt5pct.high)})`,
  ]);
  if (rows.length === 0) return '';
  return table(
    ['steering', 'gain at a loss of 5%', 'spill-over at equal gain', 'relative change of NDCG@10, 95%'],
    rows,
  );
}

type Promise = NonNullable<KeptResult['metrics']['promise']>;

function promiseTable({ single, pairs, triples }: Promise): string {
  const rows = Object.entries({ 'one wish': single, 'two wishes': pairs, 'three wishes': triples }).map(
    ([what, { wishes, keepable, kept }]) => [what, count(wishes), count(keepable), count(kept)],
  );
  return table(['wishes', 'asked', 'can be kept', 'kept'], rows);
}

const exportLine = ({
  export: { parityMaxAbs, top10Overlap, ndcg10Fp32, ndcg10Int8, bytes },
}: KeptResult['metrics']): string =>
  `The served int8 graphs take ${count(Math.round(bytes / 1024))} KiB and keep ${short(ndcg10Int8 / ndcg10Fp32)} of NDCG@10 and ` +
  `${short(top10Overlap)} of the first ten; in full precision scores differ by ${parityMaxAbs.toExponential(0)} at most.`;

const count = (value: number): string => value.toLocaleString('en-GB');

/** Three places; whole numbers as they are. */
const short = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(3));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}
