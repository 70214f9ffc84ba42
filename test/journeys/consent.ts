// Journeys of people who let what they say of titles train the next model, and take that back.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { fragmentOf, PATIENCE, settled, titles, tokenOf, visit, type Site } from './site.ts';

const CHOICE = 'Let what I say of titles train the next model';

/** Bodies of requests that tell of events, as they are sent. */
function eventsSent(page: Page): { consent: boolean; events: { type: string }[] }[] {
  const sent: { consent: boolean; events: { type: string }[] }[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/events')) sent.push(request.postDataJSON() as (typeof sent)[number]);
  });
  return sent;
}

async function say(page: Page, words: string): Promise<void> {
  const [first = ''] = await titles(page);
  await page.getByRole('button', { name: `What to do with ${first}`, exact: true }).click();
  await page.getByRole('menuitem', { name: words }).click();
  await expect.poll(() => titles(page), PATIENCE).not.toContain(first);
}

export function consentJourneys(siteNow: () => Site): void {
  test('what a person says of titles is sent with their consent alone, and taken back as easily', async () => {
    const site = siteNow();
    const { page, close } = await visit(site, {
      token: await tokenOf(site, 'consenting'),
      fragment: fragmentOf(site, ''),
    });
    const sent = eventsSent(page);
    await settled(page);
    expect(await page.getByLabel(CHOICE).isChecked()).toBe(false);
    await say(page, 'Never show it');
    expect(sent).toEqual([]);
    await page.getByLabel(CHOICE).check();
    await say(page, 'I have seen it');
    await expect
      .poll(() => sent.flatMap(({ events }) => events.map(({ type }) => type)), PATIENCE)
      .toEqual(['interaction']);
    await page.reload();
    await settled(page);
    await page.getByLabel(CHOICE).uncheck();
    await expect.poll(() => sent.at(-1), PATIENCE).toEqual({ consent: false, events: [] });
    await say(page, 'Never show it');
    expect(sent).toHaveLength(2);
    await close();
  });
}
