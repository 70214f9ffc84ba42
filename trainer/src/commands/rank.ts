// `trimtab rank`: the recommender and the baselines on the test users, without all that comes after training.
import { disposeRecommender } from '../recommender/initialise.ts';
import { loadData, loadModel } from '../run/files-of-run.ts';
import { stageProgress } from '../config/progress.ts';
import { rankingMetrics, rankingTable, verdict } from '../run/metrics/ranking.ts';
import type { RunOptions } from './options.ts';
import { runOf } from './options.ts';
import { work } from './run.ts';

export async function rank(options: RunOptions): Promise<void> {
  const run = await runOf(options);
  await work(run, 'train', options);
  const data = await loadData(run);
  const model = await loadModel(run, data);
  const metrics = await rankingMetrics(run, data, model, stageProgress('rank'));
  disposeRecommender(model);
  console.error(verdict(metrics));
  process.stdout.write(
    options.json === true ? `${JSON.stringify(metrics, null, 2)}\n` : `${rankingTable(metrics)}\n`,
  );
}
