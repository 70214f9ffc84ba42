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

const SPLITS = 5;

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
    const halved = attributes.map((one, i) => ({
      ...one,
      ...hideHalf(one.items, hook.evidence.catalogue.counts, (seed + split) * attributes.length + i),
    }));
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

/** What each attribute's hidden items have is forgotten: they look like any that lack it. */
function blindEvidence(
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

function figuresOf(gains: Record<string, HiddenGain[]>): HiddenFigures {
  return Object.fromEntries(
    Object.entries(gains).map(([method, own]) => [
      method,
      {
        ratio: hiddenRatio(own),
        hiddenGain: mean(own.map(({ hidden }) => hidden)),
        knownGain: mean(own.map(({ known }) => known)),
      },
    ]),
  );
}
