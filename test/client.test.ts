// What an app's developer gets: the client packed, installed in an empty folder, with the README's example run there;
// and the reference page.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recommendationResponseSchema } from '@trimtab/shared/api.ts';
import { chromiumPath, openBrowser } from './page.ts';
import { serveTiny, type Served } from './served-tiny.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..');
const typeScript = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');

let served: Served;
let example: string;

const here = async (command: string, ...args: string[]): Promise<string> => {
  const env = { ...process.env, TRIMTAB_URL: served.url };
  return (await execute(command, args, { cwd: served.folder, env })).stdout;
};

const STRICTEST = '--noEmit --strict --target es2023 --module nodenext --lib es2023,dom'.split(' ');

const check = (file: string): Promise<string> => here(process.execPath, typeScript, ...STRICTEST, file);

beforeAll(async () => {
  // Ids as in the built-in data, which is what the README speaks of.
  served = await serveTiny({
    idOfItem: (item) => `film-${String(item + 1).padStart(4, '0')}`,
    withPages: true,
  });
  await execute('npm', ['pack', '--pack-destination', served.folder], { cwd: root });
  await writeFile(
    join(served.folder, 'package.json'),
    '{ "name": "shop", "private": true, "type": "module" }',
  );
  await here('npm', 'install', '--offline', '--no-audit', '--no-fund', './trimtab-0.1.0.tgz');
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  await writeFile(join(served.folder, 'example.ts'), example);
}, 300_000);

afterAll(() => served?.stop());

test('the README’s example prints the list that the API gives', async () => {
  expect(example).toContain("from 'trimtab/client'");
  const history = ['film-0001', 'film-0002', 'film-0003'];
  const body = JSON.stringify({ history, steering: { concepts: { 'genre:comedy': 1 } }, limit: 5 });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${served.url}/v1/recommendations`, { method: 'POST', headers, body });
  const { items, source } = recommendationResponseSchema.parse(await response.json());
  expect(source).toBe('steered');
  const printed = await here(process.execPath, 'example.ts');
  expect(printed.trim().split('\n')).toEqual(items.map(({ rank, title }) => `${rank}. ${title}`));
});

test('its types stand alone: the example passes the strictest check, and a mistake in it does not', async () => {
  await writeFile(
    join(served.folder, 'globals.d.ts'),
    'declare const process: { env: Record<string, string | undefined> };',
  );
  const whole = `/// <reference path="./globals.d.ts" />\n${example}`;
  await writeFile(join(served.folder, 'checked.ts'), whole);
  await writeFile(join(served.folder, 'mistaken.ts'), whole.replace('limit: 5', "limit: 'five'"));
  expect(await check('checked.ts')).toBe('');
  await expect(check('mistaken.ts')).rejects.toMatchObject({
    stdout: expect.stringContaining("Type 'string' is not assignable to type 'number'") as string,
  });
});

test('it brings nothing else along', async () => {
  const tree = JSON.parse(await here('npm', 'ls', '--all', '--json')) as { dependencies: object };
  expect(tree.dependencies).toEqual({ trimtab: expect.not.objectContaining({ dependencies: {} }) as object });
});

test.skipIf(chromiumPath === undefined)(
  'the reference page is Scalar from our own assets: search, code samples, and a request that is answered',
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const failures: string[] = [];
      const elsewhere: string[] = [];
      page.on('pageerror', (error) => failures.push(error.message));
      page.on('console', (line) => line.type() === 'error' && failures.push(line.text()));
      page.on('request', (asked) => asked.url().startsWith(served.url) || elsewhere.push(asked.url()));
      const policy = (await page.goto(`${served.url}/docs`))?.headers()['content-security-policy'];
      expect(policy).toMatch(/script-src 'self';.*connect-src 'self'/);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:/);
      await page.getByRole('button', { name: 'Open Search' }).click();
      await page.getByRole('combobox').fill('each of up to 100');
      await page.getByRole('option', { name: /Recommend items for each of up to 100/ }).click();
      const batch = page.getByRole('button', { name: /Test Request.*recommendations\/batch/ });
      await batch.waitFor();
      expect(await page.locator('body').textContent()).toContain(
        `curl ${served.url}/v1/recommendations/batch`,
      );
      await batch.click();
      const [answer] = await Promise.all([
        page.waitForResponse(`${served.url}/v1/recommendations/batch`),
        page.getByRole('button', { name: 'Send post request' }).click(),
      ]);
      expect(answer.status()).toBe(200);
      expect([failures, elsewhere]).toEqual([[], []]);
    } finally {
      await browser.close();
    }
  },
);
