// Stage concepts: the features that are worth steering by, those of the version before among them.
import * as tf from '@tensorflow/tfjs-core';
import type { Activations } from '../../activations/harvest.ts';
import { hiddenOfRole } from '../../activations/harvest.ts';
import type { Basis, Concept } from '@trimtab/shared/concepts.ts';
import type { SurvivalReport, Survived } from '@trimtab/shared/lineage.ts';
import type { BuildOptions, CarriedCandidates } from '../../concepts/build.ts';
import { buildConcepts } from '../../concepts/build.ts';
import { calibrateMethods } from '../../concepts/calibrate-methods.ts';
import type { Candidate } from '../../concepts/candidate.ts';
import { exposedItemsOf } from '../../concepts/candidate.ts';
import { decoderOf } from '../../concepts/direction.ts';
import { latentEffect } from '../../concepts/effect-latents.ts';
import type { Evidence } from '../../concepts/evidence.ts';
import { gatherEvidence } from '../../concepts/evidence.ts';
import { withInventedExamples } from '../../concepts/invented-history.ts';
import { leans } from '../../concepts/lean.ts';
import { readOverrides } from '../../concepts/overrides.ts';
import { morePeople } from '../../concepts/more-people.ts';
import { outputEffect } from '../../concepts/output-effect.ts';
import { isSensitive } from '../../concepts/sensitive.ts';
import { steeringBasis } from '../../concepts/steering-basis.ts';
import type { Dataset } from '../../data/dataset.ts';
import { writeJson, writeWhole } from '../../files/atomic.ts';
import type { Weights } from '../../files/weights.ts';
import { carriedCandidates } from '../../lineage/carried-candidates.ts';
import type { Carrying } from '../../lineage/carry.ts';
import { carryConcepts } from '../../lineage/carry.ts';
import { stableLatents } from '../../lineage/experimental.ts';
import type { Panel } from '../../lineage/lift.ts';
import { openPanel } from '../../lineage/lift.ts';
import { encodeLifts } from '../../lineage/lift-file.ts';
import { syntheticPanel } from '../../lineage/panel.ts';
import { settleConcepts } from '../../lineage/settle.ts';
import type { TrainingVersion } from '../../lineage/training-files.ts';
import { heldOutUsers } from '../../ranking/evaluate-recommender.ts';
import { disposeRecommender } from '../../recommender/initialise.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import { itemTableOf } from '../../recommender/item-table.ts';
import { loadAutoencoder, sparseCodes } from '../../sae/codes.ts';
import { trainAutoencoder } from '../../sae/train.ts';
import { basisField } from '../../steering/basis-field.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import { steeringBench } from '../../steering/bench.ts';
import { onceForEach } from '../../steering/steerer.ts';
import {
  autoencoderConfig,
  conceptsFile,
  labelledFile,
  liftsFile,
  loadActivations,
  loadAutoencoderWeights,
  loadData,
  loadModel,
  loadPrevious,
  panelFile,
  survivalFile,
} from '../files-of-run.ts';
import type { Stage, StageContext } from './stage.ts';

export const conceptsStage: Stage = {
  name: 'concepts',
  says: 'names features, and measures how hard each must be pushed to move a list',
  inputs: async ({ config }) => [
    config.concepts,
    config.seed,
    await readOverrides(config.concepts.overrides),
    ...(config.from === undefined ? [] : [config.from]),
  ],
  async work(context) {
    const { run, report } = context;
    const data = await loadData(run);
    const model = await loadModel(run, data);
    const previous = await loadPrevious(run);
    const histories = previous?.panel ?? syntheticPanel(data, run.config.seed);
    const panel = await openPanel(model, run.config.autoencoder.hook, indicesIn(histories, data));
    const work: Work = { ...context, data, model, panel, previous };
    const { concepts, basis, carrying } = await findConcepts(work);
    const autoencoder = await loadAutoencoderWeights(run);
    const settled = await settleConcepts({
      concepts,
      catalogue: data.catalogue,
      autoencoder,
      panel,
      ...(previous && carrying && { before: { previous, carrying } }),
    });
    panel.dispose();
    disposeRecommender(model);
    await writeJson(panelFile(run), { histories });
    await writeWhole(liftsFile(run), encodeLifts(settled.lifts));
    if (settled.survival) await writeJson(survivalFile(run), settled.survival);
    // Where nothing that latents do reaches the output there is no basis, and the schema wants none of no latents.
    await writeJson(conceptsFile(run), {
      concepts: settled.concepts,
      ...(basis.length > 0 && { basis }),
      ...(settled.lost.length > 0 && { lost: settled.lost }),
    });
    const attributes = settled.concepts.filter((concept) => concept.kind === 'attribute').length;
    report.line(`${attributes} attribute concepts, ${settled.concepts.length - attributes} emergent ones`);
    if (settled.survival) report.line(describeSurvival(settled.survival));
  },
};

const describeSurvival = ({ against, attribute, emergent }: SurvivalReport): string =>
  `of those of ${against}, ${count(attribute)} attribute concepts and ${count(emergent)} emergent ones survive`;

const count = ({ survived, concepts }: Survived): string =>
  `${Math.round(survived * concepts)} of ${concepts}`;

interface Work extends StageContext {
  data: Dataset;
  model: Recommender;
  panel: Panel;
  previous: TrainingVersion | undefined;
}

/** Histories as the model takes them; items that are gone are left out. */
function indicesIn(histories: readonly (readonly string[])[], { catalogue }: Dataset): number[][] {
  const index = new Map(catalogue.ids.map((id, item) => [id, item]));
  return histories.map((history) => history.flatMap((id) => index.get(id) ?? []));
}

async function findConcepts(work: Work): Promise<{
  concepts: Concept[];
  basis: Basis;
  carrying: Carrying | undefined;
}> {
  const { run, report, data, model, keep } = work;
  const { concepts: settings, autoencoder, seed } = run.config;
  const weights = await loadAutoencoderWeights(run);
  const sae = loadAutoencoder(autoencoderConfig(run), weights);
  const activations = await loadActivations(run);
  report.update(0, 'which features fire where');
  const codes = await sparseCodes(sae, activations.hidden);
  const evidence = gatherEvidence(data.catalogue, activations, codes, autoencoder.latents, seed);
  const users = heldOutUsers(data, 'validation', settings.calibrationUsers, seed);
  const bench = steeringBench(model, autoencoder.hook, users);
  const drawn = heldOutUsers(data, 'validation', settings.safetyUsers, seed);
  const groups = { drawn, taken: users, size: settings.calibrationUsers };
  const told = (share: number): void => report.update(share / 10, 'lists that nobody steers');
  const further = await morePeople(model, autoencoder.hook, groups, told);
  report.update(0.1, 'what moving a state does to lists');
  const output = await outputEffect(bench, model.config.items, seed);
  const overrides = await readOverrides(settings.overrides);
  const { data: decoder, hiddenSize } = decoderOf(weights);
  const effect = latentEffect(output.fisher, decoder, hiddenSize);
  const basis = steeringBasis(effect, settings.basisSize);
  const calibrateOthers: BuildOptions['calibrateOthers'] = (candidates) => {
    const others = candidates.filter(({ kind }) => kind === 'attribute').map(exposedItemsOf);
    const options = { basis, decoder, hiddenSize, others };
    const field = onceForEach((one: SteeringBench) => basisField(one, options));
    return (concept, base) => calibrateMethods({ sae, basis, field }, bench, base, concept, settings.methods);
  };
  const leanOf = await leans(bench, await itemTableOf(model));
  const carrying = await carryingOf(work, evidence, weights);
  const fitted = { evidence, autoencoder: weights, bench, further, output, effect, calibrateOthers, leanOf };
  const found = await buildConcepts({
    ...fitted,
    settings,
    overrides,
    showsHistories: data.historiesShareable,
    report,
    keep,
    ...(carrying && { carry: (known) => carriedFrom(work, carrying, evidence, known) }),
    ...(settings.confirmed !== false && {
      stable: async () => stableLatents(weights, await secondAutoencoder(work, activations), work.panel),
    }),
  });
  for (const { bench: one } of [{ bench }, ...further]) one.dispose();
  const inventing = { model, hook: autoencoder.hook, sae, catalogue: data.catalogue, seed };
  const concepts = data.historiesShareable ? found : await withInventedExamples(found, inventing);
  tf.dispose(sae.parameters);
  return { concepts, basis, carrying };
}

async function carryingOf(
  { previous, panel, data, run }: Work,
  { half }: Evidence,
  autoencoder: Weights,
): Promise<Carrying | undefined> {
  if (previous === undefined) return undefined;
  const warm = run.config.from?.weights === true;
  const { maxLatents } = run.config.concepts;
  return carryConcepts({ previous, catalogue: data.catalogue, half, panel, autoencoder, warm, maxLatents });
}

async function carriedFrom(
  { previous, run }: Work,
  { carried: all }: Carrying,
  evidence: Evidence,
  known: readonly Candidate[],
): Promise<CarriedCandidates> {
  const from = previous?.modelVersion ?? '';
  const { sensitive } = run.config.concepts;
  const kinds = new Map(evidence.catalogue.attributes.map(({ id, kind }) => [id, kind]));
  const carried = all.filter(({ concept: { attribute } }) => {
    const kind = kinds.get(attribute ?? '');
    return attribute === null || kind === undefined || !isSensitive({ id: attribute, kind }, sensitive);
  });
  const since = new Map(
    [...(previous?.concepts.concepts ?? [])].map(({ id, lineage }) => [id, lineage?.since ?? from]),
  );
  for (const { id, since: born } of previous?.concepts.lost ?? []) since.set(id, born ?? from);
  await writeJson(
    labelledFile(run),
    known.map(({ id, latents }) => ({ id, latents })),
  );
  return carriedCandidates(evidence, known, { carried, since, from });
}

/** The same settings and activations, and another seed. */
async function secondAutoencoder(
  { run, report, keepFile }: Work,
  activations: Activations,
): Promise<Weights> {
  report.line('a second autoencoder, to tell which emergent concepts it finds too');
  const { autoencoder, seed } = run.config;
  return trainAutoencoder(
    hiddenOfRole(activations, 'train'),
    autoencoderConfig(run),
    { ...autoencoder, kept: keepFile('second autoencoder') },
    seed + 1,
    report,
  );
}
