// What the page weighs: how many bytes come before a place is there, compressed as servers send them.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { PATIENCE, visit, type Site } from './site.ts';

/** Thousands of bytes at most: the first load, then what each other place adds to it. */
const CEILINGS = { first: 90, other: 60, model: 200 };

const PLACES = [
  ['/concepts', 'Concepts', CEILINGS.other],
  ['/presets', 'Your presets', CEILINGS.other],
  ['/model', 'The model', CEILINGS.model],
] as const;

export function weightJourneys(siteNow: () => Site): void {
  test('the first load is light, and charts come when they are looked at', async () => {
    const site = siteNow();
    const first = await filesOf(site, '/', 'Your list');
    expect(sum(first) / 1000).toBeLessThan(CEILINGS.first);
    for (const [path, heading, ceiling] of PLACES) {
      const files = await filesOf(site, path, heading);
      const more = new Map([...files].filter(([file]) => !first.has(file) && file !== path));
      expect([path, more.size > 0, sum(more) / 1000 < ceiling]).toEqual([path, true, true]);
    }
  });
}

const sum = (files: ReadonlyMap<string, number>): number =>
  [...files.values()].reduce((total, bytes) => total + bytes, 0);

/** The page's own files that a browser without any of them fetches, by path: compressed bytes. */
async function filesOf(site: Site, path: string, heading: string): Promise<Map<string, number>> {
  const { page, close } = await visit(site, { path: '/healthz' });
  const files = new Map<string, number>();
  const bodies = collect(page, files);
  await page.goto(site.url + path);
  await page.getByRole('heading', { name: heading }).first().waitFor(PATIENCE);
  await page.waitForLoadState('networkidle');
  await Promise.all(bodies);
  await close();
  return files;
}

function collect(page: Page, files: Map<string, number>): Promise<void>[] {
  const bodies: Promise<void>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/v1/')) return;
    bodies.push(
      response.body().then((body) => {
        files.set(pathname, gzipSync(body).length);
      }),
    );
  });
  return bodies;
}
