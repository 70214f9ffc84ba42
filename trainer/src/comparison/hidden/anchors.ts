// Half-anchors: an emergent concept has no labels to hide, so half of its anchor items play the hidden half, and its
// latent is sought anew by the other half alone.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Evidence } from '../../concepts/evidence.ts';
import type { HiddenAttribute, HiddenFigures, HiddenOptions } from './steering.ts';
import { blindSteerers, hiddenSteering } from './steering.ts';
import type { SteeredHook } from '../steered-hook.ts';
import { latentChooser } from '../steered-hook.ts';
import { sizeAtLoss5 } from '../compare.ts';

type Options = Pick<HiddenOptions, 'hook' | 'table' | 'settings' | 'seed'> & { concepts: readonly Concept[] };

/**
 * The protocol of `hiddenSteering`, with the anchors of each emergent concept for the items of an attribute, and one
 * latent each, as emergent concepts have. Both ways of steering are fitted to all anchors first, for the size at which
 * they lose 5% on validation users.
 *
 * @returns nothing where no concept is emergent
 */
export async function hiddenAnchors(options: Options): Promise<HiddenFigures | undefined> {
  const emergent = options.concepts.filter(({ kind }) => kind === 'emergent');
  if (emergent.length === 0) return undefined;
  const hook = { ...options.hook, evidence: withAnchors(options.hook.evidence, emergent) };
  const known = options.hook.evidence.catalogue.attributes.length;
  const attributes = emergent.map(({ id, anchors }, i) => ({
    id,
    index: known + i,
    items: new Set(anchors),
  }));
  const own = { ...options, hook, settings: { ...options.settings, maxLatents: 1 } };
  const sizes = await sizesOf(own, attributes);
  return hiddenSteering({
    ...own,
    attributes,
    sizeOf: (concept, method) => lookUp(sizes, `${method} ${concept}`),
  });
}

/** The same evidence where being an anchor of a concept is an attribute like others. */
function withAnchors(evidence: Evidence, concepts: readonly Concept[]): Evidence {
  const { attributes, itemAttributes } = evidence.catalogue;
  const anchored = itemAttributes.map((list) => [...list]);
  concepts.forEach(({ anchors = [] }, i) =>
    anchors.forEach((item) => at(anchored, item).push(attributes.length + i)),
  );
  const added = concepts.map(({ id, label }) => ({ id, label, kind: 'anchors' }));
  const catalogue = {
    ...evidence.catalogue,
    attributes: [...attributes, ...added],
    itemAttributes: anchored,
  };
  return { ...evidence, catalogue };
}

async function sizesOf(
  options: Omit<Options, 'concepts'> & { hook: SteeredHook },
  attributes: readonly HiddenAttribute[],
): Promise<Map<string, number>> {
  const { hook, settings } = options;
  const base = await hook.benches.validation.run();
  const choose = latentChooser(hook, hook.evidence, settings);
  const sizes = new Map<string, number>();
  for (const { id, index, items } of attributes) {
    for (const steerer of blindSteerers(options, { id, items, latents: await choose(index) })) {
      sizes.set(`${steerer.method} ${id}`, await sizeAtLoss5(steerer, base));
    }
  }
  return sizes;
}
