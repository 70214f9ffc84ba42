// What is wrong with how a page is made, as axe and its width tell.
import axe from 'axe-core';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** Each as its rule and the first element that breaks it. */
export async function violations(page: Page): Promise<string[]> {
  // What axe does not see: a press on one of two controls that stand in each other.
  expect(await page.locator('label :is(button, a, label)').count()).toBe(0);
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`))',
  );
}

/** Pixels that the page is wider than its window. */
export const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';
