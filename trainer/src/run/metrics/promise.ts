// The group `promise` of metrics.json: lists that keep wishes, from the files of a run.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { readTable } from '@trimtab/shared/gradient/item-table.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { measurePromise } from '../../comparison/promise/measure.ts';
import { timedLists } from '../../comparison/promise/timed-list.ts';
import { itemCount } from '../../data/dataset.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { openGraphs } from '../../onnx/session.ts';
import { graphFile, loadConcepts, tableFile } from '../files-of-run.ts';
import type { HiddenConcept } from '../../comparison/hidden/leaning.ts';
import { hiddenLeaning } from '../../comparison/hidden/leaning.ts';
import type { HiddenFigures } from '../../comparison/hidden/steering.ts';
import { itemTableOf } from '../../recommender/item-table.ts';
import { steeringBench } from '../../steering/bench.ts';
import type { KeptOptions, SteeringMetricsOptions } from './steering.ts';
import { hookOfRun, itemsOnce } from './steering.ts';

/** Lists that are timed, each of another person. */
const TIMED = 40;
/** People whose lists lean by half of the labels, each along a direction of their own for each concept. */
const HIDDEN_USERS = 200;

/** @returns nothing unless `evaluation.steering` asks for it and there is a concept that has an attribute */
export async function promiseMetrics(options: KeptOptions): Promise<Metrics['promise']> {
  const { run, data, model, report } = options;
  const { steering, steeringUsers: users, promiseSplit: split } = run.config.evaluation;
  const { concepts } = await loadConcepts(run);
  if (steering === 'short' || concepts.every(({ attribute }) => attribute === null)) return undefined;
  const { seed } = run.config;
  const itemsOf = itemsOnce(data.catalogue);
  const shared = { data, model, concepts, itemsOf, users, seed, split, report };
  const kept = await measurePromise(shared);
  const hidden = await hiddenFigures(options, concepts, itemsOf);
  return { ...kept, hidden, milliseconds: await milliseconds(options, concepts, itemsOf) };
}

/** Whether leaning also brings up items whose labels are hidden: over other people than those who chose latents. */
async function hiddenFigures(
  options: KeptOptions,
  concepts: readonly Concept[],
  itemsOf: SteeringModel['itemsOf'],
): Promise<HiddenFigures[string]> {
  const { run, data, model } = options;
  const { seed, concepts: settings, evaluation } = run.config;
  const attributes = concepts.flatMap((concept): HiddenConcept[] => {
    const index = data.catalogue.attributes.findIndex(({ id }) => id === concept.attribute);
    return index < 0 ? [] : [{ id: concept.id, concept, index, items: itemsOf(concept) }];
  });
  const { hook } = await hookOfRun({ ...options, basis: settings.basisSize, others: attributes });
  const users = Math.min(HIDDEN_USERS, evaluation.steeringUsers);
  const bench = steeringBench(model, 'final', heldOutUsers(data, evaluation.promiseSplit, users, seed));
  const table = await itemTableOf(model);
  const figures = await hiddenLeaning({ hook, bench, attributes, table, settings, seed });
  for (const one of [hook, bench]) one.dispose();
  return figures;
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
