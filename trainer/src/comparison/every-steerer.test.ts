import { expect, it } from 'vitest';
import { gatherEvidence } from '../concepts/evidence.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { everySteerer } from './every-steerer.ts';
import { exampleSettings, thirds, withExampleHook } from '../../testing/example-hook.ts';
import { latentChooser } from './steered-hook.ts';

const METHODS = [
  'boost',
  'quota',
  'classifier',
  'probe',
  'differenceOfMeans',
  'add@blocks.0',
  'set@blocks.0',
  'scale@blocks.0',
  'gradient@blocks.0',
  'oneLatent',
  'randomLatent',
];

describeOnEachBackend('everySteerer', () => {
  it('has all ways of steering, which change nothing at size 0 and something at size 8', () =>
    withExampleHook(async ({ hook, activations, catalogue, table }) => {
      expect(hook.evidence).toEqual(gatherEvidence(catalogue, activations, hook.evidence.codes, 24, 1));
      const latents = await latentChooser(hook, hook.evidence, exampleSettings)(0);
      expect(latents.length).toBeGreaterThan(0);
      const attribute = { id: 'genre:third', index: 0, items: thirds, latents: [latents] };
      const steerers = everySteerer({ hooks: [hook], hidden: activations.hidden, table, seed: 1 })(attribute);
      expect(steerers.map(({ method }) => method)).toEqual(METHODS);
      const base = (await hook.benches.test.run()).lists;
      const sameAt = async (size: number): Promise<string[]> => {
        const lists = await Promise.all(steerers.map(({ run }) => run('test', size)));
        return METHODS.filter((_, i) => JSON.stringify(lists[i]?.lists) === JSON.stringify(base));
      };
      expect(await sameAt(0)).toEqual(METHODS.filter((method) => method !== 'set@blocks.0')); // 0 sets latents to 0
      expect(await sameAt(8)).toEqual([]);
    }));
});
