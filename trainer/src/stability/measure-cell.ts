// What became of the concepts and presets of one cell in another, by what was done and by its baselines.
import { z } from 'zod';
import { itemsWith } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { itemHalves } from '../activations/roles.ts';
import { readFile } from 'node:fs/promises';
import { placesBefore } from '../lineage/item-rows.ts';
import { alignedLift, alignedRow } from '../lineage/lift-file.ts';
import { openPanel } from '../lineage/lift.ts';
import { fitting } from '../lineage/rebuild.ts';
import { fittedWeights } from '../lineage/carry.ts';
import { comparedItems, SURVIVED } from '../lineage/survival.ts';
import { readTraining } from '../lineage/training-files.ts';
import { disposeRecommender } from '../recommender/initialise.ts';
import {
  labelledFile,
  loadAutoencoderWeights,
  loadConcepts,
  loadData,
  loadModel,
  trainingFolder,
} from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { steeringBench, type SteeringBench } from '../steering/bench.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import { historyOf, userCount, type Dataset } from '../data/dataset.ts';
import { createRandom } from '../math/random.ts';
import { PRESET_KINDS } from './presets/draw.ts';
import { measurePresets } from './presets/measure.ts';
import { matchLatents, scoresOfWays } from './ways.ts';

const score = z.number().optional();

const fate = z.object({
  kind: z.enum(PRESET_KINDS),
  concepts: z.boolean(),
  overlap: z.boolean(),
  gain: z.boolean(),
  paired: z.boolean(),
  steady: z.boolean(),
});

export const measuredSchema = z.object({
  concepts: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['attribute', 'emergent']),
      fate: z.string(),
      /** Against the cell before, and against birth. */
      last: score,
      birth: score,
      ceiling: score,
      index: score,
      cosine: score,
      frozen: score,
      label: score,
    }),
  ),
  presets: z.array(fate),
  /** The same presets as boosts of the items with the label, which needs no concept to live. */
  boosted: z.array(fate),
  wishes: z.array(z.object({ kept: z.boolean() })),
  pwMcc: z.number().nullable(),
});

export type Measured = z.infer<typeof measuredSchema>;

/** People whose lists presets steer: a gain must be known to a fifth of itself, which a panel's 500 cannot tell. */
const PEOPLE = 2000;

export async function measureCell(before: Run, now: Run, previousVersion: string): Promise<Measured> {
  const previous = await readTraining(trainingFolder(now, previousVersion));
  const data = await loadData(now);
  const { catalogue } = data;
  const model = await loadModel(now, data);
  const { hook } = now.config.autoencoder;
  const panel = await openPanel(model, hook, indicesIn(previous.panel, data));
  const places = placesBefore(catalogue.ids, previous.items);
  const shown = alignedRow(previous.lifts.shown, places);
  const half = itemHalves(catalogue.counts, now.config.seed);
  const autoencoder = await loadAutoencoderWeights(now);
  const matched = matchLatents(previous.sae, autoencoder);
  const jacobian = await panel.jacobian(0);
  const d = panel.hiddenSize;
  const identity = Float32Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0));
  const fitDense = (lift: Float32Array) =>
    fitting({
      jacobian,
      table: panel.table,
      hiddenSize: d,
      decoder: identity,
      weights: fittedWeights(shown, half, lift),
    });
  const labelled = await labelsAlone(now);
  const found = new Map((await loadConcepts(now)).concepts.map((concept) => [concept.id, concept]));
  const options = { panel, before: previous.sae, now: autoencoder, fitDense, labelled };
  const concepts: Measured['concepts'] = [];
  for (const concept of previous.concepts.concepts) {
    const lift = previous.lifts.now.get(concept.id);
    if (lift === undefined) continue;
    const index = catalogue.attributes.findIndex(({ id }) => id === concept.attribute);
    const own = index < 0 ? anchorsNow(concept, places) : itemsWith(catalogue, index);
    const items = comparedItems(shown, half, new Set(own));
    const ways = await scoresOfWays(
      { concept, lift: alignedLift(lift, places), items },
      matched?.partner ?? null,
      options,
    );
    const lineage = found.get(concept.id)?.lineage;
    concepts.push({
      id: concept.id,
      kind: concept.kind,
      fate: lineage?.fate ?? 'lost',
      last: lineage?.lastScore,
      birth: lineage?.score,
      ...ways,
    });
  }
  const survived = new Set(concepts.filter(({ last = -1 }) => last >= SURVIVED).map(({ id }) => id));
  const dataBefore = await loadData(before);
  const modelBefore = await loadModel(before, dataBefore);
  const people = historiesOf(dataBefore, before.config.seed);
  const sides = {
    before: {
      bench: peopleOf(modelBefore, before.config.autoencoder.hook, people, dataBefore),
      concepts: new Map(previous.concepts.concepts.map((concept) => [concept.id, concept])),
      autoencoder: previous.sae,
      catalogue: dataBefore.catalogue,
    },
    now: { bench: peopleOf(model, hook, people, data), concepts: found, autoencoder, catalogue },
  };
  const presets = await measurePresets(sides, { seed: before.config.seed, survived });
  sides.before.bench.dispose();
  sides.now.bench.dispose();
  panel.dispose();
  disposeRecommender(modelBefore);
  disposeRecommender(model);
  return { concepts, ...presets, pwMcc: matched?.mean ?? null };
}

/** Histories of people whom the model before knew, as ids of items, drawn by the seed. */
function historiesOf(data: Dataset, seed: number): string[][] {
  const everybody = Array.from({ length: userCount(data) }, (_, user) => user);
  const drawn = createRandom(seed, 'people of presets').shuffle(everybody).slice(0, PEOPLE);
  return drawn.map((user) => Array.from(historyOf(data, user), (item) => at(data.catalogue.ids, item)));
}

/** These people stopped at a model's hook, each with the own number as target. */
function peopleOf(
  model: Parameters<typeof steeringBench>[0],
  hook: Hook,
  histories: readonly string[][],
  data: Dataset,
): SteeringBench {
  const people = indicesIn(histories, data).map((history, user) => {
    const items = Int32Array.from(history);
    return { user, history: items, target: user, excluded: items };
  });
  return steeringBench(model, hook, people);
}

function indicesIn(histories: readonly (readonly string[])[], { catalogue }: Dataset): number[][] {
  const index = new Map(catalogue.ids.map((id, item) => [id, item]));
  return histories.map((history) => history.flatMap((id) => index.get(id) ?? []));
}

function anchorsNow({ anchors = [] }: Concept, places: Int32Array): number[] {
  const now = new Map(Array.from(places, (place, item) => [place, item]));
  return anchors.flatMap((anchor) => now.get(anchor) ?? []);
}

async function labelsAlone(run: Run): Promise<Map<string, Pick<Concept, 'latents' | 'calibration'>>> {
  const concepts = (await loadConcepts(run)).concepts;
  const sizes = new Map(concepts.map(({ id, calibration }) => [id, calibration]));
  const text = await readFile(labelledFile(run), 'utf8').catch(() => '[]');
  const labelled = JSON.parse(text) as Pick<Concept, 'id' | 'latents'>[];
  return new Map(
    labelled.flatMap(({ id, latents }) => {
      const calibration = sizes.get(id);
      return calibration === undefined ? [] : [[id, { latents, calibration }]];
    }),
  );
}
