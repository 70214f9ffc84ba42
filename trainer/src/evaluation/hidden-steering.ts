// The hidden-attribute protocol, run: five splits of every attribute's items, latents and a classifier fitted to the
// known halves, and what both do for the hidden ones.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { ConceptSettings } from '../run/config.ts';
import type { Compared } from './compare-steering.ts';
import { labelled } from './every-steerer.ts';
import type { SteeredAttribute } from './every-steerer.ts';
import type { HiddenGain } from './hidden-attribute.ts';
import { gainsOf, hiddenRatio, hideHalf } from './hidden-attribute.ts';
import { itemClassifier } from './item-classifier.ts';
import { mean } from '../mean.ts';
import { classifierBoost } from './steering-by-labels.ts';
import { methodSteerers } from './steering-by-latents.ts';
import type { SteeredHook } from './steered-hook.ts';
import { latentChooser } from './steered-hook.ts';
import type { Steerer } from './steerer.ts';

const SPLITS = 5;

export interface HiddenOptions {
  hook: SteeredHook;
  attributes: readonly SteeredAttribute[];
  /** The comparison, for sizes: both ways of steering are run where they lose 5% on validation users. */
  compared: readonly Compared[];
  table: Float32Array;
  settings: ConceptSettings;
  seed: number;
}

type HiddenFigures = Pick<Metrics['steering'], 'hiddenAttributeRatio' | 'hiddenAttribute'>;

export async function hiddenSteering(options: HiddenOptions): Promise<HiddenFigures> {
  const { hook, attributes, seed } = options;
  const base = await hook.benches.test.run();
  const gains: Record<string, HiddenGain[]> = {};
  for (let split = 0; split < SPLITS; split++) {
    const halves = attributes.map(({ items }, i) =>
      hideHalf(items, hook.evidence.catalogue.counts, (seed + split) * attributes.length + i),
    );
    const blind = blindEvidence(
      options,
      halves.map(({ hidden }) => hidden),
    );
    const choose = latentChooser(hook, blind, options.settings);
    for (const [i, attribute] of attributes.entries()) {
      const known = halves[i]?.known ?? new Set<number>();
      const latents = await choose(attribute.attribute);
      for (const steerer of steerersOf(options, { ...attribute, items: known, latents: [latents] })) {
        const size = sizeOf(options.compared, attribute.id, steerer.method);
        const steered = await steerer.run('test', size);
        const pair = halves[i] ?? { known, hidden: new Set<number>() };
        (gains[steerer.method] ??= []).push(gainsOf(base, steered, pair));
      }
    }
  }
  return figuresOf(gains, `add@${hook.hook}`);
}

/** What each attribute's hidden items have is forgotten: they look like any that lack it. */
function blindEvidence(
  { hook: { evidence }, attributes }: HiddenOptions,
  hidden: readonly ReadonlySet<number>[],
): SteeredHook['evidence'] {
  const { catalogue } = evidence;
  const hiddenOf = new Map(attributes.map(({ attribute }, i) => [attribute, hidden[i]]));
  const itemAttributes: Catalogue['itemAttributes'] = catalogue.itemAttributes.map((list, item) =>
    list.filter((attribute) => hiddenOf.get(attribute)?.has(item) !== true),
  );
  return { ...evidence, catalogue: { ...catalogue, itemAttributes } };
}

function steerersOf({ hook, table }: HiddenOptions, known: SteeredAttribute): Steerer[] {
  const latents = known.latents[0] ?? [];
  const byLatents = methodSteerers(hook, { id: known.id, items: known.items, latents });
  const chances = itemClassifier(table, hook.sae.config.hiddenSize, labelled(known.items, hook.items));
  return [
    ...byLatents.filter(({ method }) => method.startsWith('add@')),
    classifierBoost(hook.benches, chances),
  ];
}

const sizeOf = (compared: readonly Compared[], concept: string, method: string): number =>
  compared.find((one) => one.concept === concept && one.method === method)?.sizes.loss5 ?? 0;

function figuresOf(gains: Record<string, HiddenGain[]>, ours: string): HiddenFigures {
  const hiddenAttribute = Object.fromEntries(
    Object.entries(gains).map(([method, own]) => [
      method,
      {
        ratio: hiddenRatio(own),
        hiddenGain: mean(own.map(({ hidden }) => hidden)),
        knownGain: mean(own.map(({ known }) => known)),
      },
    ]),
  );
  return { hiddenAttributeRatio: hiddenRatio(gains[ours] ?? []), hiddenAttribute };
}
