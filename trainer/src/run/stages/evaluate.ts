// Stages graphs and evaluate: the ONNX graphs, and every figure of metrics.json, on test users.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { writeJson, writeWhole } from '../../files/atomic.ts';
import { readWeights } from '../../files/safetensors.ts';
import { measureAutoencoder } from '../../onnx/autoencoder-cost.ts';
import { buildGraphs } from '../../onnx/graphs.ts';
import { disposeRecommender } from '../../recommender/initialise.ts';
import { evaluateExport } from '../metrics/export.ts';
import { evaluateLatents } from '../metrics/features.ts';
import {
  autoencoderConfig,
  bestWeights,
  graphFile,
  loadAutoencoderWeights,
  loadData,
  loadModel,
  metricsFile,
  recommenderConfig,
  tableFile,
} from '../files-of-run.ts';
import { promiseMetrics } from '../metrics/promise.ts';
import { rankingMetrics, verdict } from '../metrics/ranking.ts';
import { steeringMetrics } from '../metrics/steering.ts';
import type { Stage, StageContext } from './stage.ts';
import { promiseTable, steeringTable } from '../../comparison/table.ts';
import { wishCostMetrics } from '../metrics/wish-costs.ts';
import { timingOf } from '../metrics/timing.ts';

export const graphsStage: Stage = {
  name: 'graphs',
  says: 'writes the model as the graphs that the Worker runs',
  inputs: () => [],
  async work({ run, report }) {
    const data = await loadData(run);
    const { weights } = await readWeights(bestWeights(run));
    const options = {
      recommender: recommenderConfig(run, data),
      weights,
      autoencoder: autoencoderConfig(run),
      autoencoderWeights: await loadAutoencoderWeights(run),
      hook: run.config.autoencoder.hook,
    };
    for (const precision of ['fp32', 'int8'] as const) {
      report.update(precision === 'fp32' ? 0 : 0.5, `${precision} graphs`);
      const { encoder, head, table } = buildGraphs({ ...options, precision });
      await writeWhole(graphFile(run, 'encoder', precision), encoder);
      await writeWhole(graphFile(run, 'head', precision), head);
      if (table !== undefined) await writeWhole(tableFile(run), table);
      report.line(`${precision}: ${((encoder.length + head.length) / 1e6).toFixed(2)} MB`);
    }
  },
};

export const evaluateStage: Stage = {
  name: 'evaluate',
  says: 'measures the model, its features and steering on people it has not seen',
  inputs: ({ config }) => [config.evaluation],
  work: evaluate,
};

async function evaluate({ run, backend, report, keep, keepFile }: StageContext): Promise<void> {
  const data = await loadData(run);
  const model = await loadModel(run, data);
  report.update(0.05, 'the recommender, and its baselines');
  const ranking = (): ReturnType<typeof rankingMetrics> => rankingMetrics(run, data, model, report);
  const { recommender, baselines } = await keep('ranking', ranking);
  report.update(0.3, 'the autoencoder');
  const latents = await keep('latents', () => evaluateLatents({ run, data, model, report, keepFile }));
  const steering = await steeringMetrics({ run, data, model, report, keep, keepFile });
  const promise = await keep('promise', async () => ({
    of: await promiseMetrics({ run, data, model, report, keep, keepFile }),
  }));
  const wishCosts = await keep('wish-costs', () => wishCostMetrics({ run, data, model, report }));
  const parity = await keep('graphs', () => evaluateExport(run, data, model, report));
  const weights = await loadAutoencoderWeights(run);
  const autoencoder = await measureAutoencoder({ config: autoencoderConfig(run), weights });
  disposeRecommender(model);
  const timing = await timingOf(run, backend.name);
  const metrics: Metrics = {
    recommender,
    baselines,
    ...latents,
    steering,
    ...(promise.of === undefined ? {} : { promise: promise.of }),
    wishCosts,
    export: { ...parity, autoencoder },
    timing,
  };
  await writeJson(metricsFile(run), metrics);
  steeringTable(metrics.steering).forEach((line) => report.line(line));
  promiseTable(promise.of).forEach((line) => report.line(line));
  report.line(verdict(metrics));
}
