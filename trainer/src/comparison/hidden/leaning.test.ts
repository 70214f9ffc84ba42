import { expect, it } from 'vitest';
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { floatTable } from '@trimtab/shared/gradient/item-table.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { exampleSettings, withExampleHook } from '../../../testing/example-hook.ts';
import { hiddenLeaning } from './leaning.ts';

const d = 16;

describeOnEachBackend('hiddenLeaning', () => {
  it('raises hidden items where the attribute is something that the state tells, and not where it is drawn by lot', () =>
    withExampleHook(async ({ hook, final, table }) => {
      const ratioOf = async (items: ReadonlySet<number>) => {
        const { evidence } = hook;
        const itemAttributes = evidence.catalogue.itemAttributes.map((_, item) =>
          items.has(item) ? [0] : [],
        );
        const own = {
          ...hook,
          evidence: { ...evidence, catalogue: { ...evidence.catalogue, itemAttributes } },
        };
        const concept = exampleConcept({ id: 'genre:third', calibration: { up: 1, down: 1 } });
        const attributes = [{ id: 'genre:third', index: 0, items, concept }];
        const shared = { settings: exampleSettings, seed: 1, table: floatTable(table, d) };
        return hiddenLeaning({ hook: own, bench: final, attributes, ...shared });
      };
      const along = [...Array(30).keys()].toSorted((a, b) => at(table, b * d) - at(table, a * d));
      const told = await ratioOf(new Set(along.slice(0, 10)));
      const lot = await ratioOf(new Set(along.filter((_, place) => place % 3 === 0)));
      for (const { knownGain } of [told, lot]) expect(knownGain).toBeGreaterThan(0.3);
      expect(told.ratio).toBeGreaterThan(0.5);
      expect(lot.ratio).toBeLessThan(0); // labels that say nothing are learnt by heart, and hidden ones make room
    }));
});
