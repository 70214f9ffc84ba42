// How the page holds up in small windows: phones, fingers, and 400% zoom.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { LAYOUT_SHIFT } from './layout-shift.ts';
import {
  fragmentOf,
  PATIENCE,
  press,
  settled,
  stateOf,
  visit,
  type Site,
  type VisitOptions,
} from './site.ts';
import { OVERFLOW } from './violations.ts';

const PHONE = { width: 390, height: 844 };

export function smallWindowJourneys(siteNow: () => Site): void {
  test('on a phone no place moves by itself', async () => {
    const site = siteNow();
    const [concept] = site.concepts;
    // Each with what comes last.
    const places: [VisitOptions, string][] = [
      [{ fragment: fragmentOf(site, '') }, '.taken-for .chip'],
      [{ path: `/concepts/${concept?.id}` }, '.tried[aria-busy=false]'],
    ];
    for (const [place, last] of places) {
      const { page, close } = await visit(site, {
        viewport: PHONE,
        hasTouch: true,
        isMobile: true,
        ...place,
      });
      await page.locator(last).first().waitFor(PATIENCE);
      await page.locator('.row-item, .charts').first().waitFor(PATIENCE);
      expect([place, await page.evaluate<number>(LAYOUT_SHIFT)]).toEqual([place, 0]);
      await close();
    }
  });

  test('at 400% zoom all of it is there, in one column', async () => {
    const site = siteNow();
    const [concept] = site.concepts;
    if (concept === undefined) throw new Error('the model has no attribute concept');
    // A window of 1280 × 1024 holds so many pixels of the page then (WCAG 2.2, 1.4.10).
    const viewport = { width: 320, height: 256 };
    const { page, close } = await visit(site, { viewport, fragment: fragmentOf(site, '') });
    await settled(page);
    await press(page, 'Never', concept);
    await expect.poll(() => stateOf(page, concept), PATIENCE).toMatch(/^none, today/);
    for (const path of ['/', '/concepts', `/concepts/${concept.id}`, '/presets', '/model']) {
      await page.goto(site.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor({ ...PATIENCE, state: 'attached' });
      expect([path, Math.max(0, await page.evaluate<number>(OVERFLOW))]).toEqual([path, 0]);
    }
    await close();
  });

  test('a vertical swipe that begins on a control scrolls the page and changes nothing', async () => {
    const site = siteNow();
    const [concept] = site.concepts;
    const viewport = { width: 390, height: 500 };
    const { page, close } = await visit(site, {
      viewport,
      hasTouch: true,
      isMobile: true,
      fragment: fragmentOf(site, `${concept?.id}~0.5`),
    });
    await settled(page);
    const address = page.url();
    for (const control of ['.slider input', `[data-concept="${concept?.id}"] button`]) {
      const before = await swipeUpFrom(page, control);
      await expect.poll(() => page.evaluate<number>('scrollY'), PATIENCE).toBeGreaterThan(before);
    }
    expect(page.url()).toBe(address);
    expect(await page.locator('.slider input').inputValue()).toBe('0.5');
    await close();
  });
}

/** A finger goes up by 150 pixels. @returns how far the page was scrolled before */
async function swipeUpFrom(page: Page, selector: string): Promise<number> {
  const control = page.locator(selector).first();
  await control.scrollIntoViewIfNeeded();
  const box = await control.boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  const before = await page.evaluate<number>('scrollY');
  const devtools = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 4, box.y + box.height / 2];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  for (let way = 15; way <= 150; way += 15)
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: y - way }] });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  return before;
}
