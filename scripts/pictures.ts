// `npm run pictures -- http://localhost:8787`: takes the README's pictures of the page of a demo that runs.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Samples } from '@trimtab/shared/samples.ts';
import { openBrowser } from '../test/page.ts';

const folder = join(import.meta.dirname, '../docs/images');

interface Picture {
  name: string;
  look: BrowserContextOptions;
  path: string;
  /** What must be there, and be done, before it is taken. */
  ready: (page: Page) => Promise<void>;
}

const listIsThere = (page: Page): Promise<void> =>
  page.locator('section.list[aria-busy=false] .row-item').nth(9).waitFor();

/** @param steered the fragment of a steered list */
const picturesOf = (steered: string): Picture[] => [
  {
    name: 'page',
    look: { viewport: { width: 1160, height: 720 }, colorScheme: 'light' },
    path: `/${steered}`,
    ready: async (page) => {
      await page.locator('.taken-for .chip').first().waitFor();
      await listIsThere(page);
    },
  },
  {
    name: 'phone',
    look: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
    path: `/${steered}`,
    ready: async (page) => {
      await listIsThere(page);
      await page.getByRole('heading', { name: 'What you want' }).scrollIntoViewIfNeeded();
      await page.evaluate("document.querySelector('.wishes').scrollIntoView()");
    },
  },
  {
    name: 'concept',
    look: { viewport: { width: 1160, height: 720 }, colorScheme: 'dark' },
    path: '/concepts/genre:comedy',
    ready: async (page) => {
      await page.locator('.tried[aria-busy=false]').waitFor();
      await page.locator('.charts').first().waitFor();
    },
  },
];

const [url = 'http://localhost:8787'] = process.argv.slice(2);
const answer = await fetch(`${url}/v1/samples`);
const { samples } = (await answer.json()) as Samples;
const history = (samples[0]?.history ?? []).slice(-4);
const steered = `#history=${history.join(',')}&wishes=genre:comedy~3of10,genre:horror~never`;
await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  for (const { name, look, path, ready } of picturesOf(steered)) {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url + path);
    await ready(page);
    // Half the bytes of a PNG or fewer, at a quality at which letters stay clear.
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 70 });
    await context.close();
    console.log(`docs/images/${name}.jpg`);
  }
} finally {
  await browser.close();
}
