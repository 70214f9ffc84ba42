// What Worker tests share: a bucket with versions, an app with a clock of its own, and tokens of an issuer of its own.
import {
  applyD1Migrations,
  createExecutionContext,
  waitOnExecutionContext,
  type D1Migration,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { recommendationResponseSchema, type RecommendedItem } from '@trimtab/shared/api.ts';
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import { fillStatements } from '@trimtab/shared/item-store.ts';
import { artifactKey, manifestSchema, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { fieldErrorSchema, PROBLEM_TYPE_PREFIX } from '@trimtab/shared/problem.ts';
import type { AppEnv } from '../src/app-env.ts';
import { createApp } from '../src/app.ts';
import type { LogLine } from '../src/log.ts';

import { contractFaults, routesOf, type Answered } from './contract-faults.ts';

interface TestBindings {
  TEST_MIGRATIONS: D1Migration[];
  TEST_CATALOGUE_MIGRATIONS: D1Migration[];
  /** File name → base64; the version is TINY_VERSION. */
  TINY_ARTIFACT: Record<string, string>;
  /** The same of BERT4Rec; the version is `tiny-bert4rec`. */
  TINY_BERT4REC: Record<string, string>;
}

export const bindings = env as Env & TestBindings;
export const TINY_VERSION = 'tiny-000001';

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Whether this run keeps ids and titles in the item store: the same tests run both ways. */
const isBeyondMemory = (): boolean => Number(bindings.CATALOGUE_IN_MEMORY) === 0;

/** Puts the tiny artifact's catalogue into the item store, beside what is there. */
export async function fillStore(version: string): Promise<void> {
  await applyD1Migrations(bindings.CATALOGUE, bindings.TEST_CATALOGUE_MIGRATIONS);
  const fileOf = (name: string): string =>
    new TextDecoder().decode(fromBase64(bindings.TINY_ARTIFACT[name] ?? ''));
  const manifest = { ...manifestSchema.parse(JSON.parse(fileOf('manifest.json'))), modelVersion: version };
  const catalogue = catalogueSchema.parse(JSON.parse(fileOf('catalogue.json')));
  const { results } = await bindings.CATALOGUE.prepare('select version from versions where version <> ?')
    .bind(version)
    .all<{ version: string }>();
  const keep = results.map(({ version: other }) => other);
  for (const { sql, parameters } of fillStatements({ manifest, catalogue, keep, now: START })) {
    await bindings.CATALOGUE.prepare(sql)
      .bind(...parameters)
      .run();
  }
}

/** Puts the tiny artifact under `version` into the bucket; `alter` may replace a file, or drop it with null. */
export async function putVersion(
  version: string,
  alter: Record<string, string | null> = {},
  artifact: Record<string, string> = bindings.TINY_ARTIFACT,
): Promise<void> {
  if (isBeyondMemory()) await fillStore(version);
  for (const [name, base64] of Object.entries(artifact)) {
    const replaced = alter[name];
    if (replaced === null) await bindings.ARTIFACTS.delete(artifactKey(version, name));
    else await bindings.ARTIFACTS.put(artifactKey(version, name), replaced ?? renamed(name, base64, version));
  }
}

/** The manifest says which version it belongs to; all other bytes stay as they are. */
function renamed(name: string, base64: string, version: string): Uint8Array<ArrayBuffer> | string {
  const bytes = fromBase64(base64);
  if (name !== 'manifest.json') return bytes;
  return new TextDecoder().decode(bytes).replace(TINY_VERSION, version);
}

export async function point(current: string, previous: string | null = null): Promise<void> {
  await bindings.ARTIFACTS.put(POINTER_KEY, JSON.stringify({ current, previous }));
}

/** An empty database of the present schema: files share one workerd, and what another left would depend on their order. */
export async function migrate(): Promise<void> {
  await applyD1Migrations(bindings.DB, bindings.TEST_MIGRATIONS);
  const { results } = await bindings.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '_cf%' and name not like '%migrations'",
  ).all<{ name: string }>();
  await bindings.DB.batch(results.map(({ name }) => bindings.DB.prepare(`delete from "${name}"`)));
}

/** The tiny version is the current one, and nothing is held about anybody. */
export async function serveTiny(): Promise<void> {
  await migrate();
  await putVersion(TINY_VERSION);
  await point(TINY_VERSION);
}

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'trimtab-test';
export const START = Date.UTC(2026, 10, 22, 12);

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** JSON of an unknown shape: every access gives another, so that tests can state what they expect. */
export type Json = { [key: string]: Json } & { [index: number]: Json };

/** A list in an answer. @throws Error where there is none */
export function listOf(json: Json | undefined): Json[] {
  const value: unknown = json;
  if (!Array.isArray(value)) throw new Error(`expected a list, and there is ${JSON.stringify(value)}`);
  return value;
}

/** Ids of a list in an answer; none where there is no list. */
export const idsOf = (items: Json | undefined): string[] =>
  items === undefined ? [] : listOf(items).map(({ id }) => String(id));

/** An answer's body by its schema. @example bodyOf(answer, presetsResponseSchema).presets */
export const bodyOf = <T>({ body }: Answer, schema: z.ZodType<T>): T => schema.parse(body);

/** The items of a recommendation. */
export const itemsIn = (answer: Answer): RecommendedItem[] =>
  bodyOf(answer, recommendationResponseSchema).items;

/** The fields that a refusal names. */
export const pathsIn = (answer: Answer): string[] =>
  bodyOf(answer, z.object({ errors: z.array(fieldErrorSchema) })).errors.map(({ path }) => path);

export interface TestApp {
  ask: (method: string, path: string, options?: AskOptions) => Promise<Answer>;
  clock: { now: number };
  log: LogLine[];
}

export interface AskOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  /** Aborted when the caller hangs up. */
  signal?: AbortSignal;
}

interface TestAppOptions {
  vars?: Partial<AppEnv['Bindings']>;
  fetch?: typeof globalThis.fetch;
}

/** A fresh isolate as far as the app can tell: nothing loaded, its own clock, its log kept. */
export function testApp({ vars = {}, fetch }: TestAppOptions = {}): TestApp {
  const clock = { now: START };
  const log: LogLine[] = [];
  const app = createApp({ now: () => clock.now, log: (line) => log.push(line), ...(fetch && { fetch }) });
  const settings = { ...bindings, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, ...vars };
  return {
    clock,
    log,
    async ask(method, path, { body, token, headers = {}, signal } = {}) {
      const context = createExecutionContext();
      const request = new Request(`https://trimtab.example${path}`, {
        method,
        ...(signal && { signal }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: bytesOf(body) }),
      });
      const response = await app.fetch(request, settings, context);
      const text = await response.text();
      await waitOnExecutionContext(context);
      const { status } = response;
      const given: unknown = text ? JSON.parse(text) : undefined;
      const { pathname } = new URL(request.url);
      const contentType = response.headers.get('content-type');
      refuseFaults({ method, path: pathname, status, contentType, body: given });
      return { status, headers: response.headers, body: (given ?? {}) as Json };
    },
  };
}

const bytesOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);

const routes = routesOf(createApp());

/** Every answer of every test is as its route declares it. */
function refuseFaults(answered: Answered): void {
  if (answered.status === 304) return;
  const faults = contractFaults(routes, answered);
  if (faults.length > 0) throw new Error(`not as the contract has it:\n${faults.join('\n')}`);
}

export interface Signer {
  /** The public half, as a JWKS holds it. */
  publicKey: JsonWebKey & { kid: string };
  token: (claims?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
}

const RSA = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };

const SHAPES = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', ...RSA },
  PS256: { name: 'RSA-PSS', ...RSA },
  EdDSA: { name: 'Ed25519' },
} as const;

/** Tokens are valid by default; they are checked by the real clock, so they are dated by it. */
export async function signer(kid: string, alg: keyof typeof SHAPES = 'ES256'): Promise<Signer> {
  const pair = (await crypto.subtle.generateKey(SHAPES[alg], true, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
  const seconds = Math.floor(Date.now() / 1000);
  return {
    publicKey: { ...publicKey, kid, alg },
    token: (claims = {}, header = {}) => {
      const whole = { sub: 'ada', iss: ISSUER, aud: AUDIENCE, exp: seconds + 600, ...claims };
      return new SignJWT(whole).setProtectedHeader({ kid, alg, ...header }).sign(pair.privateKey);
    },
  };
}

/** Asks as a signed-in person. */
export async function askAs(
  { app, key, user }: { app: TestApp; key: Signer; user: string },
  method: string,
  path: string,
  options: Omit<AskOptions, 'token'> = {},
): Promise<Answer> {
  return app.ask(method, path, { ...options, token: await key.token({ sub: user }) });
}

/** Status and type of an answer, to compare with `problem`. */
export const codeOf = ({ status, body }: Answer): unknown[] => [status, body['type']];

export const problem = (status: number, code: string): unknown[] => [status, PROBLEM_TYPE_PREFIX + code];

export const jwksOf = (...signers: Signer[]): string =>
  JSON.stringify({ keys: signers.map(({ publicKey }) => publicKey) });
