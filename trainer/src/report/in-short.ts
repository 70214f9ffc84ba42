// The first lines of a report: what a reader takes away who reads no further.
import { mean } from '../math/mean.ts';
import type { ReportedRun } from './read-run.ts';
import { standings } from './recommender-charts.ts';
import { decimals, percent, signedPercent, whole } from './words.ts';

/** One sentence a finding, the unwelcome ones too. */
export function inShort(run: ReportedRun): string[] {
  return [data(run), ...standing(run), ...features(run), ...steering(run), ...race(run)];
}

function data({ manifest }: ReportedRun): string {
  const { name, users, items, interactions } = manifest.data;
  return `${name}: ${whole(interactions)} interactions of ${whole(users)} users with ${whole(items)} items.`;
}

function standing({ metrics }: ReportedRun): string[] {
  const { model, ndcg10, hr10, users } = metrics.recommender;
  const best = standings(metrics).find(({ isModel }) => !isModel);
  const found = `${model} finds the held-out item among its first ten for ${percent(hr10)} of ${whole(users)} users (NDCG@10 ${decimals(ndcg10)})`;
  if (best === undefined) return [`${found}.`];
  const comparison = metrics.baselines.comparison;
  const interval = comparison
    ? ` (difference ${signed(comparison.difference)}, 95% from ${signed(comparison.low)} to ${signed(comparison.high)})`
    : '';
  const against = ndcg10 > best.ndcg10 ? 'ahead of' : 'behind';
  return [`${found}, ${against} the best baseline, ${best.name}, at ${decimals(best.ndcg10)}${interval}.`];
}

function features({ metrics, concepts }: ReportedRun): string[] {
  const { sae, interpretability } = metrics;
  const { meanCorrelation } = interpretability;
  const named = concepts.filter(({ kind }) => kind === 'attribute').length;
  return [
    `${whole(sae.latents)} latents at ${interpretability.hook}, ${decimals(sae.l0, 0)} active at a time, explain ${percent(sae.explainedVariance)} of the variance and keep ${percent(sae.ndcgKept)} of NDCG@10.`,
    `The best latent of an attribute correlates with it at ${decimals(meanCorrelation.sae)} on average, raw hidden dimensions at ${decimals(meanCorrelation.raw)}; people get ${named} concepts that attributes name and ${concepts.length - named} that no attribute names.`,
  ];
}

function steering({ metrics }: ReportedRun): string[] {
  const steered = metrics.steering.curves.filter(
    ({ method, strength }) => method === 'add' && strength === 1,
  );
  if (steered.length === 0) return [];
  const before = percent(mean(steered.map(({ shareBase }) => shareBase)));
  const after = percent(mean(steered.map(({ share }) => share)));
  const cost = signedPercent(mean(steered.map(({ ndcg10, ndcg10Base }) => ndcg10 / ndcg10Base - 1)));
  return [
    `A slider at full strength raises its concept from ${before} to ${after} of the top ten on average, and changes NDCG@10 by ${cost}.`,
  ];
}

/** Who gains most at a loss of at most 5%: latents, or something plainer. */
function race({ metrics }: ReportedRun): string[] {
  const methods = Object.entries(metrics.steering.summary ?? {}).sort(
    ([, a], [, b]) => b.gainAt5pct - a.gainAt5pct,
  );
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

const signed = (value: number): string => `${value > 0 ? '+' : ''}${decimals(value)}`;
