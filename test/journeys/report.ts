// The report of a run, opened as a file: it sorts, and holds up on any width and ground.
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { Site } from './site.ts';
import { OVERFLOW, violations } from './violations.ts';

export function reportJourneys(siteNow: () => Site, reportOf: () => Promise<string>): void {
  test('the report sorts its concepts, and axe finds nothing in it, on a phone in the dark too', async () => {
    const { href } = pathToFileURL(await reportOf());
    const context = await siteNow().browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    const page = await context.newPage();
    const failures: string[] = [];
    page.on('console', (message) => failures.push(message.text()));
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(href);
    const values = (column: number): Promise<number[]> =>
      page
        .locator(`.concepts td:nth-child(${column})`)
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value') ?? Number.NaN)));
    const fires = page.locator('.concepts thead th').nth(2);
    const before = await values(3);
    await fires.getByRole('button').click();
    expect(await values(3)).toEqual(before.toSorted((a, b) => b - a));
    await fires.getByRole('button').click();
    expect(await values(3)).toEqual(before.toSorted((a, b) => a - b));
    expect(await fires.getAttribute('aria-sort')).toBe('ascending');
    expect(await page.evaluate<number>(OVERFLOW)).toBeLessThanOrEqual(0);
    // Concepts' pages are all made alike, and there are many.
    await page.locator('article').evaluateAll((pages) => pages.slice(2).forEach((one) => one.remove()));
    expect(await violations(page)).toEqual([]);
    expect(failures).toEqual([]);
    await context.close();
  });
}
