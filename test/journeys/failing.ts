// Journeys while something fails: no network, a slow one, a server that is gone, and another model when it is back.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { expect, test } from 'vitest';
import { fragmentOf, PATIENCE, press, settled, stateOf, titles, visit, type Site } from './site.ts';

function firstConcept({ concepts: [concept] }: Site): Concept {
  if (concept === undefined) throw new Error('the model has no attribute concept');
  return concept;
}

export function failingJourneys(siteNow: () => Site): void {
  test('without a network the last list stays, and what is set is asked for when it is back', async () => {
    const site = siteNow();
    const concept = firstConcept(site);
    const { page, close } = await visit(site, { fragment: fragmentOf(site, '') });
    await settled(page);
    const base = await titles(page);
    await page.context().setOffline(true);
    await press(page, 'Never', concept);
    await page.locator('#main').getByText('What you set is kept.').waitFor(PATIENCE);
    expect(await titles(page)).toEqual(base);
    expect(await stateOf(page, concept)).toBe('never: no answer yet');
    await page.context().setOffline(false);
    await expect.poll(() => stateOf(page, concept), PATIENCE).toMatch(/^none, today/);
    await close();
  });

  test('while the network is slow no result is claimed, and of many steps the last counts', async () => {
    const site = siteNow();
    const concept = firstConcept(site);
    const { page, close } = await visit(site, { fragment: fragmentOf(site, '') });
    await settled(page);
    const held: (() => Promise<void>)[] = [];
    await page.route('**/v1/recommendations', (route) => void held.push(() => route.continue()));
    await press(page, 'Never', concept);
    await expect.poll(() => stateOf(page, concept), PATIENCE).toBe('never: asking…');
    await press(page, 'Never', concept);
    await press(page, 'Never', concept);
    expect(await stateOf(page, concept)).toBe('never: asking…');
    const asked = held.splice(0); // the rest goes on as it comes
    await page.route('**/v1/recommendations', (route) => route.continue());
    for (const go of asked) await go();
    await expect.poll(() => stateOf(page, concept), PATIENCE).toMatch(/^none, today/);
    await close();
  });
}
