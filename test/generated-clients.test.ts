// Clients that others generate from the contract: openapi-typescript, hey-api and orval make them, each with its own
// TypeScript, in a folder that is thrown away. Only `npm run generated-clients` asks for this, since it needs a network.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSignIn } from '../demo/sign-in.ts';
import { serveTiny, type Served } from './served-tiny.ts';

const execute = promisify(execFile);

const PACKAGES = [
  'openapi-typescript@7.13.0',
  'openapi-fetch@0.17.0',
  '@hey-api/openapi-ts@0.95.0',
  'orval@7.13.2',
  'typescript@5.9.3',
];

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/;

const COMPILER = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2022', 'dom', 'dom.iterable'],
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  types: [],
};

/** A steered list and a saved preset, as somebody writes them who knows the contract alone. */
const OPENAPI_FETCH = `
import createClient from 'openapi-fetch';
import type { paths } from './types.ts';

declare const process: { env: Record<string, string> };
const { TRIMTAB_URL: baseUrl, TRIMTAB_TOKEN } = process.env;
const client = createClient<paths>({ baseUrl, headers: { authorization: 'Bearer ' + TRIMTAB_TOKEN } });
const { data: list } = await client.POST('/v1/recommendations', {
  body: { history: ['i1', 'i2'], steering: { concepts: { 'genre:comedy': { more: 1 } } }, limit: 3 },
});
const { data: preset, error } = await client.POST('/v1/presets', {
  body: { name: 'Friday', concepts: { 'genre:comedy': 0.5 } },
});
const { error: missing } = await client.GET('/v1/presets/{id}', { params: { path: { id: 'none' } } });
const ranks: number[] | undefined = list?.items.map(({ rank }) => rank);
console.log(JSON.stringify([ranks, list?.wishes?.[0]?.kept, preset?.name ?? error?.detail, missing?.status]));
`;

const HEY_API = `
import { recommend, sendEvents, type KeptWish } from './hey';

export async function kept(): Promise<KeptWish[]> {
  const { data } = await recommend({ body: { history: ['i1'], steering: { concepts: { 'genre:comedy': 'never' } } } });
  await sendEvents({ body: { consent: true, events: [{ type: 'interaction', id: 'play-0001', at: '2026-11-30T10:00:00Z', item: 'i1' }] } });
  return data?.wishes ?? [];
}
`;

const ORVAL = `
import { recommend, type Problem, type RecommendedItem } from './orval/api';

export async function list(): Promise<RecommendedItem[] | Problem> {
  const { status, data } = await recommend({ history: ['i1'], steering: { concepts: { 'genre:comedy': 0.5 } } });
  return status === 200 ? data.items : data;
}
`;

let folder: string;
let served: Served;

/** @throws Error with all that the command said */
async function here(command: string, ...args: string[]): Promise<void> {
  await execute(command, args, { cwd: folder, maxBuffer: 2 ** 26 }).catch(({ message, stdout, stderr }) => {
    throw new Error(`${message}\n${stdout}${stderr}`);
  });
}

/** @returns why the packages cannot be had, or nothing when they are there */
async function install(): Promise<string | undefined> {
  try {
    await here(
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--fetch-retries=1',
      ...PACKAGES,
    );
    return undefined;
  } catch (error) {
    if (NO_NETWORK.test(String(error))) return `npm cannot be reached: ${String(error).slice(0, 200)}`;
    throw error;
  }
}

const isAsked = process.env['GENERATED_CLIENTS'] !== undefined;

beforeAll(async () => {
  if (!isAsked) return;
  folder = await mkdtemp(join(tmpdir(), 'trimtab-generated-'));
  await writeFile(join(folder, 'package.json'), '{ "name": "generated", "private": true, "type": "module" }');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }));
});

afterAll(async () => {
  await served?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test.skipIf(!isAsked)(
  'three generators make clients that type-check, and one of them gets its answers',
  async ({ skip }) => {
    const reason = await install();
    if (reason !== undefined) return skip(reason);
    const signIn = await demoSignIn();
    served = await serveTiny({ variables: signIn.variables });
    await writeFile(join(folder, 'openapi.json'), await (await fetch(`${served.url}/openapi.json`)).text());
    await here('npx', 'openapi-typescript', 'openapi.json', '-o', 'types.ts', '--default-non-nullable=false');
    await here('npx', 'openapi-ts', '-i', 'openapi.json', '-o', 'hey');
    await here('npx', 'orval', '--input', 'openapi.json', '--output', 'orval/api.ts', '--client', 'fetch');
    const uses = { 'use-openapi-fetch.ts': OPENAPI_FETCH, 'use-hey.ts': HEY_API, 'use-orval.ts': ORVAL };
    for (const [name, text] of Object.entries(uses)) await writeFile(join(folder, name), text);
    await here('npx', 'tsc', '-p', '.');
    const env = { ...process.env, TRIMTAB_URL: served.url, TRIMTAB_TOKEN: await signIn.tokenOf('ada') };
    const { stdout } = await execute(
      process.execPath,
      ['--experimental-strip-types', 'use-openapi-fetch.ts'],
      { cwd: folder, env },
    );
    expect(JSON.parse(stdout)).toEqual([[1, 2, 3], true, 'Friday', 404]);
  },
  // Packages come from a network, and generators are slow starters.
  600_000,
);
