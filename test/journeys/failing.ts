// Journeys while something fails: no network, a slow one, a server that is gone, and another model when it is back.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { expect, test } from 'vitest';
import { fragmentOf, PATIENCE, press, settled, stateOf, titles, visit, type Site } from './site.ts';

function firstConcept({ concepts: [concept] }: Site): Concept {
  if (concept === undefined) throw new Error('the model has no attribute concept');
  return concept;
}

/** The page waits no longer before it asks again. */
const RETRY_MS = 6000;

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

  // The last one, since the model is another afterwards. A second attempt loses another concept.
  test('a server that ends, and comes back with a model that lost a concept, finds the open page as it was', async () => {
    const site = siteNow();
    const { concepts: served } = await jsonOf<{ concepts: Concept[] }>(`${site.url}/v1/concepts`);
    const [first, ...others] = served.filter(({ attribute }) => attribute !== null);
    const gone = others.at(-1);
    if (first === undefined || gone === undefined) throw new Error('the model lacks two attribute concepts');
    const { page, close } = await visit(site, { fragment: fragmentOf(site, `${gone.id}~never`) });
    await settled(page);
    const base = await titles(page);
    const unanswered: string[] = [];
    page.on('requestfailed', (request) => unanswered.push(request.url()));
    await page.clock.install();
    await site.server.stop();
    await press(page, 'Never', first);
    await page
      .locator('#main')
      .getByText('The server cannot be reached. What you set is kept.')
      .waitFor(PATIENCE);
    expect(await titles(page)).toEqual(base);
    // The page asks again by itself, as often as it must: a button that is pressed then may be gone already.
    for (const failures of [1, 2, 3]) {
      await expect.poll(() => unanswered.length, PATIENCE).toBeGreaterThanOrEqual(failures);
      await page.clock.fastForward(RETRY_MS);
    }
    const version = await site.server.retrain(gone.id);
    await site.server.start();
    await page.clock.fastForward(RETRY_MS);
    await expect.poll(() => stateOf(page, first), PATIENCE).toMatch(/^none, today/);
    await page.locator('footer').getByText(version).waitFor(PATIENCE);
    expect(await page.locator('.chip.is-unknown').innerText()).toContain('this model does not have it');
    await page.goto(`${site.url}/concepts/${gone.id}`);
    await page.getByRole('heading', { name: 'The model does not have this concept' }).waitFor(PATIENCE);
    await page.getByText(`A retraining lost ${gone.label}`).first().waitFor(PATIENCE);
    // This model has no sample people, as where histories may not be shown: a concept is tried on everybody's list.
    const stranger = await visit(site, { path: `/concepts/${first.id}` });
    await stranger.page.getByText('On what most people choose.').waitFor(PATIENCE);
    await stranger.page.locator('.tried[aria-busy=false]').waitFor(PATIENCE);
    await Promise.all([close(), stranger.close()]);
  });
}

const jsonOf = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;
