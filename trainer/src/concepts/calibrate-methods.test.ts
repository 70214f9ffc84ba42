import { expect, it } from 'vitest';
import { topK } from '@trimtab/shared/top-k.ts';
import { withExampleHook } from '../../testing/example-hook.ts';
import { exposureGain } from '../steering/exposure.ts';
import { methodChange } from '../steering/by-latents.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { calibrateMethods } from './calibrate-methods.ts';

describeOnEachBackend('calibrateMethods', () => {
  it('finds for each method the sizes that move exposure by 1.0 log-odds up and down', () =>
    withExampleHook(async ({ hook }) => {
      const bench = hook.benches.validation;
      const base = await bench.run();
      const latents = [0, 1].map((index) => ({ index, weight: 1 }));
      const { meanScores } = await bench.run(
        (await methodChange(hook, { id: 'both', latents, items: new Set() }, 'add', bench))(1),
      );
      // What the two latents lift most, so that steering by them can move it as far as is asked.
      const lifted = topK(
        meanScores.map((score, item) => score - (base.meanScores[item] ?? 0)),
        10,
      );
      const concept = { id: 'lifted', latents, items: new Set(lifted) };
      const gainAt = async (method: 'set' | 'gradient', size: number): Promise<number> => {
        const { lists } = await bench.run((await methodChange(hook, concept, method, bench))(size));
        return exposureGain(base.lists, concept.items)(lists);
      };
      const found = await calibrateMethods(hook, bench, base, concept);
      expect(Object.keys(found)).toEqual(['set', 'scale', 'gradient']);
      for (const method of ['set', 'gradient'] as const) {
        const { up, down } = found[method] ?? { up: 0, down: 0 };
        // to 3%, and a place of the 400 more or less
        expect(await gainAt(method, up)).toBeCloseTo(1, 1);
        expect(await gainAt(method, -down)).toBeCloseTo(-1, 1);
      }
    }));
});
