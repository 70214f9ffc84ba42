// The group `promise` of metrics.json: lists that keep wishes, from the files of a run.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readTable } from '@trimtab/shared/gradient/item-table.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { measurePromise } from '../../comparison/promise/measure.ts';
import { timedLists } from '../../comparison/promise/timed-list.ts';
import { itemCount } from '../../data/dataset.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { openGraphs } from '../../onnx/session.ts';
import { graphFile, loadConcepts, tableFile } from '../files-of-run.ts';
import type { SteeringMetricsOptions } from './steering.ts';
import { itemsOnce } from './steering.ts';

/** Lists that are timed, each of another person. */
const TIMED = 40;

/** @returns nothing unless `evaluation.steering` asks for it and there is a concept that has an attribute */
export async function promiseMetrics(options: SteeringMetricsOptions): Promise<Metrics['promise']> {
  const { run, data, model, report } = options;
  const { steering, steeringUsers: users, promiseSplit: split } = run.config.evaluation;
  const { concepts } = await loadConcepts(run);
  if (steering === 'short' || concepts.every(({ attribute }) => attribute === null)) return undefined;
  const { seed } = run.config;
  const itemsOf = itemsOnce(data.catalogue);
  const shared = { data, model, concepts, itemsOf, users, seed, split, report };
  return { ...(await measurePromise(shared)), milliseconds: await milliseconds(options, concepts, itemsOf) };
}

/** Over the int8 graphs of the run, in wasm on one thread. */
async function milliseconds(
  { run, data }: SteeringMetricsOptions,
  concepts: SteeringModelConcepts,
  itemsOf: SteeringModel['itemsOf'],
): Promise<{ first: number; next: number }> {
  const { maxLength, hiddenSize } = run.config.recommender;
  const [encoder, head] = [
    await readFile(graphFile(run, 'encoder', 'int8')),
    await readFile(graphFile(run, 'head', 'int8')),
  ];
  const table = existsSync(tableFile(run))
    ? readTable(await readFile(tableFile(run)), itemCount(data), hiddenSize)
    : undefined;
  const session = await openGraphs({ encoder, head });
  const model = {
    latents: run.config.autoencoder.latents,
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    table,
    itemsOf,
  };
  const people = heldOutUsers(data, 'test', TIMED, run.config.seed).map(({ history, excluded }) => ({
    items: history.slice(-maxLength),
    excluded: new Set(excluded),
  }));
  const times = await timedLists({ session, model, concepts, more: 2 }, people);
  await session.close();
  return times;
}

type SteeringModelConcepts = Awaited<ReturnType<typeof loadConcepts>>['concepts'];
