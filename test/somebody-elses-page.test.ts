// The example app in a real browser: another origin's page lists what the API steers, and saves a preset.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSignIn, type SignIn } from '../demo/sign-in.ts';
import { chromiumPath, openBrowser } from './page.ts';
import { serveTiny, type Served } from './served-tiny.ts';

let served: Served;
let shop: Server;
let signIn: SignIn;

beforeAll(async () => {
  const page = await readFile(join(import.meta.dirname, '../examples/somebody-elses-page.html'));
  shop = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve));
  signIn = await demoSignIn();
  served = await serveTiny({ variables: { ...signIn.variables, ALLOWED_ORIGINS: 'http://localhost:*' } });
});

afterAll(async () => {
  await served?.stop();
  shop?.close();
});

test.skipIf(chromiumPath === undefined)('a shop’s page steers its list, and saves the steering', async () => {
  const token = await signIn.tokenOf('customer');
  const { port } = shop.address() as AddressInfo;
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('console', (line) => line.type() === 'error' && failures.push(line.text()));
    await page.goto(`http://localhost:${port}/?api=${encodeURIComponent(served.url)}`);
    await page.locator('#list li').nth(9).waitFor();
    await page.getByLabel('What would you like more of?').selectOption('genre:comedy');
    await page.locator('#kept').filter({ hasText: 'of these ten' }).waitFor();
    await page.getByLabel('Token of the person').fill(token);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#saved').filter({ hasText: '“My Friday list” is saved.' }).waitFor();
    expect(failures).toEqual([]);
  } finally {
    await browser.close();
  }
  const saved = await fetch(`${served.url}/v1/presets`, { headers: { authorization: `Bearer ${token}` } });
  expect(await saved.json()).toMatchObject({
    presets: [{ name: 'My Friday list', concepts: { 'genre:comedy': { more: 2 } } }],
  });
});
