import { expect, it } from 'vitest';
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { sizeAtLoss5 } from '../compare.ts';
import { exampleSettings, thirds, withExampleHook } from '../../../testing/example-hook.ts';
import { hiddenAnchors } from './anchors.ts';
import { blindSteerers, hiddenSteering } from './steering.ts';
import { latentChooser } from '../steered-hook.ts';

const emergent = exampleConcept({
  id: 'emergent:12345678',
  kind: 'emergent',
  attribute: null,
  anchors: [...thirds],
});
const attributes = [{ id: 'genre:third', index: 0, items: thirds }];

describeOnEachBackend('hiddenSteering', () => {
  it('gains nothing at size 0', () =>
    withExampleHook(async ({ hook, table }) => {
      const options = { hook, attributes, table, settings: exampleSettings, seed: 1, sizeOf: () => 0 };
      const nothing = { ratio: 0, hiddenGain: 0, knownGain: 0 };
      expect(await hiddenSteering(options)).toEqual({ 'add@blocks.0': nothing, classifier: nothing });
    }));

  it('hides half of the anchors of an emergent concept as half of the items of an attribute', () =>
    withExampleHook(async ({ hook, table }) => {
      const settings = { ...exampleSettings, maxLatents: 1 }; // an emergent concept is one latent
      const latents = await latentChooser(hook, hook.evidence, settings)(0);
      const base = await hook.benches.validation.run();
      const sizes = new Map<string, number>();
      for (const one of blindSteerers({ hook, table }, { id: 'genre:third', items: thirds, latents })) {
        sizes.set(one.method, await sizeAtLoss5(one, base));
      }
      const sizeOf = (_: string, method: string): number => sizes.get(method) ?? 0;
      const asAttribute = await hiddenSteering({ hook, attributes, table, settings, seed: 1, sizeOf });
      expect(asAttribute['add@blocks.0']?.hiddenGain).not.toBe(0);
      const options = { hook, table, settings: exampleSettings, seed: 1 };
      expect(await hiddenAnchors({ ...options, concepts: [emergent] })).toEqual(asAttribute);
      expect(await hiddenAnchors({ ...options, concepts: [{ ...emergent, kind: 'attribute' }] })).toBe(
        undefined,
      );
    }));
});
