// The export group of metrics.json: the graphs of a run against its model.
import { readFile } from 'node:fs/promises';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Dataset } from '../../data/dataset.ts';
import { batchesByLength, heldOutUsers, usersAtOnce } from '../../ranking/evaluate-recommender.ts';
import { ndcg10Of, rankOf } from '../../ranking/ranking.ts';
import type { Graphs } from '../../onnx/graphs.ts';
import type { ParityUser } from '../../onnx/parity.ts';
import { measureParity } from '../../onnx/parity.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import { disposeState, scoresFromHook, stopAtHook } from '../../recommender/head.ts';
import { graphFile } from '../files-of-run.ts';
import type { Progress } from '../../config/progress.ts';
import type { Run } from '../run-folder.ts';

export async function evaluateExport(
  run: Run,
  data: Dataset,
  model: Recommender,
  report: Progress,
): Promise<Metrics['export']> {
  const read = async (precision: 'fp32' | 'int8'): Promise<Graphs> => ({
    encoder: await readFile(graphFile(run, 'encoder', precision)),
    head: await readFile(graphFile(run, 'head', precision)),
  });
  const graphs = { fp32: await read('fp32'), int8: await read('int8') };
  const { maxLength } = model.config;
  const users = heldOutUsers(data, 'test', run.config.evaluation.parityUsers, run.config.seed);
  const batches = batchesByLength(users, maxLength, 8192, usersAtOnce(model.config.items)).map((batch) =>
    batch.map(({ history, excluded, target }) => ({
      history: history.subarray(Math.max(0, history.length - maxLength)),
      seen: new Set(excluded),
      target,
    })),
  );
  const parity = await measureParity(
    graphs,
    batches,
    (batch) => trainerScores(model, batch),
    (scores, { target, seen }) => ndcg10Of(rankOf(scores, target, seen)),
    (done) => report.update(done / users.length, 'the exported graphs against the model'),
  );
  return { ...parity, bytes: graphs.int8.encoder.length + graphs.int8.head.length };
}

async function trainerScores(model: Recommender, batch: ParityUser[]): Promise<Float32Array[]> {
  const state = stopAtHook(
    model,
    'final',
    batch.map(({ history }) => history),
  );
  const scores = scoresFromHook(model, state);
  const values = await scores.data<'float32'>();
  disposeState(state);
  scores.dispose();
  const { items } = model.config;
  return batch.map((_, row) => values.subarray(row * items, (row + 1) * items));
}
