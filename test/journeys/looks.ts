// How the page holds up: screen readers, keyboards, touch, long names, and nothing that moves by itself.
import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { LAYOUT_SHIFT } from './layout-shift.ts';
import { fragmentOf, PATIENCE, press, settled, tokenOf, visit, type Site } from './site.ts';
import { OVERFLOW, violations } from './violations.ts';

const LOOKS: readonly BrowserContextOptions[] = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
  { viewport: { width: 1920, height: 1080 }, forcedColors: 'active' },
];

const LIVE = '[aria-live], [role=status], [role=alert], [role=log]';

export function looksJourneys(siteNow: () => Site): void {
  test.for(LOOKS)('axe finds nothing in any place and state: %o', async (look) => {
    const site = siteNow();
    const token = await tokenOf(site, 'axe');
    const [concept] = site.concepts;
    const { page, close } = await visit(site, {
      ...look,
      token,
      fragment: fragmentOf(site, `${concept?.id}~never,gone:gone~more2`),
    });
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Beside the unsteered').check();
    await page.getByText('Advanced: strengths').click();
    await page.locator('.row-item [aria-haspopup=menu]').first().click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'As code' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const path of ['/presets', '/presets/nothing', '/shared/nothing', '/nowhere/at/all']) {
      const answer = await page.goto(site.url + path);
      if (answer?.headers()['content-type']?.includes('html') !== true) continue;
      await page.getByRole('heading', { level: 1 }).waitFor(PATIENCE);
      expect([path, await violations(page)]).toEqual([path, []]);
    }
    await page.goto(`${site.url}/model`);
    await page.locator('.headline').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const summary of await page.locator('.model summary').all()) await summary.click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate<number>(OVERFLOW)).toBeLessThanOrEqual(0);
    await page.route('**/v1/me/preferences', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor(PATIENCE);
    expect(await violations(page)).toEqual([]);
    await page.route('**/v1/recommendations', (route) => route.abort());
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Try again' }).waitFor(PATIENCE);
    expect(await violations(page)).toEqual([]);
    await close();
  });

  test('axe finds nothing in the reference, which stays with this server', async () => {
    const site = siteNow();
    const { page, failures, close } = await visit(site, { colorScheme: 'light' });
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      const address = request.url();
      if (address.startsWith('http') && !address.startsWith(site.url)) elsewhere.push(address);
    });
    await page.goto(`${site.url}/docs`);
    await page.locator('#reference .endpoint-method').first().waitFor(PATIENCE);
    expect(await violations(page)).toEqual([]);
    expect([failures, elsewhere]).toEqual([[], []]);
    await close();
  });

  test('nothing moves by itself, results are said once, and there is one live region', async () => {
    const site = siteNow();
    const { page, close } = await visit(site, { fragment: fragmentOf(site, '') });
    await settled(page);
    expect(await page.evaluate<number>(LAYOUT_SHIFT)).toBe(0);
    expect(await page.locator(LIVE).count()).toBe(1);
    const [concept] = site.concepts;
    if (concept === undefined) throw new Error('the model has no attribute concept');
    await page.evaluate(LISTEN);
    await press(page, 'Never', concept);
    await settled(page);
    const results = async (): Promise<number> => {
      const said = await page.evaluate<string[]>('window.said');
      return said.filter((words) => words.includes('recommendation')).length;
    };
    // The page is settled for a moment yet, before it asks for what was pressed.
    await expect.poll(results, PATIENCE).toBe(1);
    await settled(page);
    expect(await results()).toBe(1);
    for (const place of ['Concepts', 'Presets', 'Model']) {
      await page.getByRole('link', { name: place, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor(PATIENCE);
      expect([place, await page.locator(LIVE).count()]).toEqual([place, 1]);
    }
    await page.getByRole('link', { name: 'Concepts', exact: true }).click();
    await page.getByLabel('Find a concept').fill(concept.label);
    await expect
      .poll(() => page.evaluate<string[]>('window.said'), PATIENCE)
      .toContainEqual(expect.stringMatching(/^\d+ concepts? of \d+$/));
    await close();
  });

  test('by keyboard alone: search, add, wish and save, never ten Tabs apart', async () => {
    const site = siteNow();
    const { page, close } = await visit(site, { token: await tokenOf(site, 'keyboard') });
    await settled(page);
    const steps: Record<string, number> = {};
    const goTo = async (name: string, key: 'Tab' | 'Shift+Tab', selector: string): Promise<void> => {
      for (steps[name] = 0; steps[name] < 15; steps[name]++) {
        if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`))
          return;
        await page.keyboard.press(key);
      }
    };
    await goTo('search', 'Tab', '#find-item');
    await page.keyboard.type(site.history[0]?.title ?? '');
    await page.locator('[data-found]').first().waitFor(PATIENCE);
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Titles you start from' }).locator('li').first().waitFor(PATIENCE);
    await goTo('name', 'Tab', '#preset-name');
    await goTo('wish', 'Tab', '.wish button');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url(), PATIENCE).toContain('wishes=');
    await goTo('save', 'Shift+Tab', '#preset-name');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('[data-preset]').waitFor(PATIENCE);
    for (const [name, tabs] of Object.entries(steps)) expect([name, tabs <= 10]).toEqual([name, true]);
    expect(await page.evaluate<boolean>('document.activeElement === document.body')).toBe(false);
    await close();
  });

  test.for([390, 1280])(
    'names of 300 characters, right to left and without blanks, overflow nothing at %i',
    async (width) => {
      const site = siteNow();
      const token = await tokenOf(site, 'long names');
      const { page, close } = await visit(site, { viewport: { width, height: 900 }, token });
      const keep = await fetch(`${site.url}/v1/presets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ name: 'Long', concepts: { [site.concepts[0]?.id ?? '']: 'never' } }),
      });
      const { id } = (await keep.json()) as { id: string };
      const name = `${'W'.repeat(150)}${'א'.repeat(149)}😀`;
      await page.route('**/v1/**', async (route) => {
        const answer = await route.fetch();
        const text = (await answer.text()).replaceAll(/"(title|label|name)":"[^"]*"/g, `"$1":"${name}"`);
        await route.fulfill({ response: answer, body: text });
      });
      await page.goto(`${site.url}/#`);
      await page.reload();
      await settled(page);
      expect(await page.evaluate<number>(OVERFLOW)).toBeLessThanOrEqual(0);
      for (const path of ['/concepts', `/concepts/${site.concepts[0]?.id}`, '/presets', `/presets/${id}`]) {
        await page.goto(site.url + path);
        await page.getByText('W'.repeat(150)).first().waitFor(PATIENCE);
        expect([path, Math.max(0, await page.evaluate<number>(OVERFLOW))]).toEqual([path, 0]);
      }
      await page.goto(`${site.url}/model`);
      await page.locator('.headline').waitFor(PATIENCE);
      for (const summary of await page.locator('.model summary').all()) await summary.click();
      expect(await page.evaluate<number>(OVERFLOW)).toBeLessThanOrEqual(0);
      await close();
    },
  );
}

/** Keeps all that the live region says from now on. */
const LISTEN = `(() => {
  window.said = [];
  const region = document.querySelector('[role=status]');
  new MutationObserver(() => window.said.push(region.textContent))
    .observe(region, { childList: true, characterData: true, subtree: true });
})()`;
