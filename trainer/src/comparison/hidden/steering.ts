// The hidden-attribute protocol, run: five splits of every attribute's items, latents and a classifier fitted to the
// known halves, and what both do for the hidden ones.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Evidence } from '../../concepts/evidence.ts';
import type { ConceptSettings } from '../../config/schema.ts';
import { labelled } from '../every-steerer.ts';
import type { HiddenGain } from './attribute.ts';
import { gainsOf, hiddenRatio, hideHalf } from './attribute.ts';
import { itemClassifier } from '../item-classifier.ts';
import { mean } from '../../math/mean.ts';
import { classifierBoost } from '../by-labels.ts';
import { methodSteerers } from '../../steering/by-latents.ts';
import type { SteeredHook } from '../steered-hook.ts';
import { latentChooser } from '../steered-hook.ts';
import type { Steerer } from '../../steering/steerer.ts';

/** How often labels are hidden at random, each time from another half. */
export const SPLITS = 5;

export interface HiddenOptions {
  hook: SteeredHook;
  attributes: readonly HiddenAttribute[];
  /** Sizes at which a way of steering by a concept loses 5% on validation users. */
  sizeOf: (concept: string, method: string) => number;
  /** The table that items are scored with. ∈ [items, d] */
  table: Float32Array;
  settings: ConceptSettings;
  seed: number;
}

export interface HiddenAttribute {
  id: string;
  /** Index in the catalogue of the hook's evidence. */
  index: number;
  items: ReadonlySet<number>;
}

/** Figures by method: `add` of latents at the hook, and the classifier. */
export type HiddenFigures = NonNullable<Metrics['steering']['hiddenAttribute']>;

export async function hiddenSteering(options: HiddenOptions): Promise<HiddenFigures> {
  const { hook, attributes, seed } = options;
  const base = await hook.benches.test.run();
  const gains: Record<string, HiddenGain[]> = {};
  for (let split = 0; split < SPLITS; split++) {
    const halved = halvesOf(attributes, hook.evidence, seed + split);
    const choose = latentChooser(hook, blindEvidence(hook.evidence, halved), options.settings);
    for (const { id, index, known, hidden } of halved) {
      const latents = await choose(index);
      for (const steerer of blindSteerers(options, { id, items: known, latents })) {
        const steered = await steerer.run('test', options.sizeOf(id, steerer.method));
        (gains[steerer.method] ??= []).push(gainsOf(base, steered, { known, hidden }));
      }
    }
  }
  return figuresOf(gains);
}

/** Each attribute with a known and a hidden half of its items. */
export const halvesOf = <T extends HiddenAttribute>(
  attributes: readonly T[],
  { catalogue }: Pick<Evidence, 'catalogue'>,
  seed: number,
): (T & { known: Set<number>; hidden: Set<number> })[] =>
  attributes.map((one, i) => ({
    ...one,
    ...hideHalf(one.items, catalogue.counts, seed * attributes.length + i),
  }));

/** What each attribute's hidden items have is forgotten: they look like any that lack it. */
export function blindEvidence(
  evidence: Evidence,
  halved: readonly { index: number; hidden: ReadonlySet<number> }[],
): Evidence {
  const { catalogue } = evidence;
  const hiddenOf = new Map(halved.map(({ index, hidden }) => [index, hidden]));
  const itemAttributes: Catalogue['itemAttributes'] = catalogue.itemAttributes.map((list, item) =>
    list.filter((attribute) => hiddenOf.get(attribute)?.has(item) !== true),
  );
  return { ...evidence, catalogue: { ...catalogue, itemAttributes } };
}

/** What may be fitted to the known items of a concept: `add` of the latents, and the classifier. */
export function blindSteerers(
  { hook, table }: Pick<HiddenOptions, 'hook' | 'table'>,
  known: { id: string; items: ReadonlySet<number>; latents: WeightedLatent[] },
): Steerer[] {
  const chances = itemClassifier(table, hook.sae.config.hiddenSize, labelled(known.items, hook.items));
  return [
    ...methodSteerers(hook, known).filter(({ method }) => method.startsWith('add@')),
    classifierBoost(hook.benches, chances),
  ];
}

const figuresOf = (gains: Record<string, HiddenGain[]>): HiddenFigures =>
  Object.fromEntries(Object.entries(gains).map(([method, own]) => [method, gainFigures(own)]));

/** Means over attributes and splits. */
export const gainFigures = (gains: readonly HiddenGain[]): HiddenFigures[string] => ({
  ratio: hiddenRatio(gains),
  hiddenGain: mean(gains.map(({ hidden }) => hidden)),
  knownGain: mean(gains.map(({ known }) => known)),
});
