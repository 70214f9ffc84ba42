// Stages graphs and evaluate: the ONNX graphs, and every figure of metrics.json, on test users.
import { readFile } from 'node:fs/promises';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Dataset } from '../data/dataset.ts';
import { heldOutUsers } from '../evaluation/evaluate-recommender.ts';
import { ndcg10Of, rankOf } from '../evaluation/ranking.ts';
import { writeJson, writeWhole } from '../files/atomic.ts';
import { readWeights } from '../files/safetensors.ts';
import { buildGraphs } from '../onnx/graphs.ts';
import type { Graphs } from '../onnx/graphs.ts';
import { measureParity } from '../onnx/parity.ts';
import type { GptRec } from '../recommender/gpt-rec.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../recommender/head.ts';
import { disposeRecommender } from '../recommender/initialise.ts';
import { evaluateFeatures } from './feature-metrics.ts';
import {
  autoencoderConfig,
  bestWeights,
  graphFile,
  loadAutoencoderWeights,
  loadData,
  loadModel,
  metricsFile,
  recommenderConfig,
} from './files-of-run.ts';
import type { Progress } from './progress.ts';
import { rankingMetrics, verdict } from './ranking-metrics.ts';
import type { Run } from './run-folder.ts';
import type { Stage, StageContext } from './stage.ts';
import { timingOf } from './timing.ts';

/** Test users on whom the graphs are compared with the model. */
const PARITY_USERS = 1000;

export const graphsStage: Stage = {
  name: 'graphs',
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
      const { encoder, head } = buildGraphs({ ...options, precision });
      await writeWhole(graphFile(run, 'encoder', precision), encoder);
      await writeWhole(graphFile(run, 'head', precision), head);
      report.line(`${precision}: ${((encoder.length + head.length) / 1e6).toFixed(2)} MB`);
    }
  },
};

export const evaluateStage: Stage = {
  name: 'evaluate',
  inputs: ({ config }) => [config.evaluation],
  work: evaluate,
};

async function evaluate({ run, backend, report }: StageContext): Promise<void> {
  const data = await loadData(run);
  const model = await loadModel(run, data);
  report.update(0.05, 'the recommender, and its baselines');
  const { recommender, baselines } = await rankingMetrics(run, data, model, report);
  report.update(0.3, 'the autoencoder');
  const features = await evaluateFeatures(run, data, model, report);
  const parity = await evaluateExport(run, data, model, report);
  disposeRecommender(model);
  const timing = await timingOf(run, backend.name);
  const metrics: Metrics = { recommender, baselines, ...features, export: parity, timing };
  await writeJson(metricsFile(run), metrics);
  report.line(verdict(metrics));
}

async function evaluateExport(
  run: Run,
  data: Dataset,
  model: GptRec,
  report: Progress,
): Promise<Metrics['export']> {
  const read = async (precision: 'fp32' | 'int8'): Promise<Graphs> => ({
    encoder: await readFile(graphFile(run, 'encoder', precision)),
    head: await readFile(graphFile(run, 'head', precision)),
  });
  const [fp32, int8] = [await read('fp32'), await read('int8')];
  const users = heldOutUsers(data, 'test', PARITY_USERS, run.config.seed).map(({ history, target }) => ({
    history: history.subarray(Math.max(0, history.length - model.config.maxLength)),
    seen: new Set(history),
    target,
  }));
  const trainerScores = async (user: number): Promise<Float32Array> => {
    const state = stopAtHook(model, 'final', [users[user]?.history ?? []]);
    const scores = scoresFromHook(model, state);
    const values = await scores.data<'float32'>();
    disposeState(state);
    scores.dispose();
    return values;
  };
  const parity = await measureParity(
    { fp32, int8 },
    users,
    trainerScores,
    (scores, { target, seen }) => ndcg10Of(rankOf(scores, target, seen)),
    (done) => report.update(done / users.length, 'the exported graphs against the model'),
  );
  return { ...parity, bytes: int8.encoder.length + int8.head.length };
}
