// Middleware of single routes: who asks, how often, and with which model.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ArtifactError } from '../artifacts/artifact-error.ts';
import type { Lease } from '../artifacts/model-store.ts';
import { personOf } from '../auth/person-of.ts';
import { Problem } from './problem.ts';

/** Puts whom the request speaks for into `c.var.user`. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  c.set('user', await personOf(c));
  await next();
});

/** Puts the model that is served into `c.var.model` and holds it until the answer is made. */
export const withModel = createMiddleware<AppEnv>(async (c, next) => {
  const lease = await acquireModel(c);
  c.set('model', lease.model);
  c.set('degraded', lease.degraded);
  try {
    await next();
    c.header('x-model-version', lease.model.manifest.modelVersion);
  } finally {
    lease.done();
  }
});

/** @throws Problem when no version can be loaded */
export async function acquireModel(c: Context<AppEnv>): Promise<Lease> {
  try {
    return await c.var.services.models.acquire((promise) => c.executionCtx.waitUntil(promise));
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    throw new Problem('model-unavailable', 'No published model can be loaded; try again soon.', {
      cause: error,
      headers: { 'retry-after': '30' },
    });
  }
}

/** What the rate limits of wrangler.toml say, for the header RateLimit-Policy: requests (q) in a window of seconds (w). */
export const POLICIES = { address: '"address";q=1200;w=60', person: '"person";q=120;w=60' } as const;

/** Counts by address: the caller of recommendations need not be known. */
export const limitByAddress = createMiddleware<AppEnv>(async (c, next) => {
  c.header('ratelimit-policy', POLICIES.address);
  await spend(c, c.env.RECOMMENDATION_LIMIT, c.req.header('cf-connecting-ip') ?? 'local');
  await next();
});

/** A batch is the work of up to a hundred requests, so it has a count of its own. */
export const limitBatchByAddress = createMiddleware<AppEnv>(async (c, next) => {
  await spend(c, c.env.BATCH_LIMIT, c.req.header('cf-connecting-ip') ?? 'local');
  await next();
});

/** Counts by person: stands after `signedIn`. */
export const limitByUser = createMiddleware<AppEnv>(async (c, next) => {
  c.header('ratelimit-policy', POLICIES.person);
  await spend(c, c.env.PRESET_LIMIT, c.var.user);
  await next();
});

async function spend({ env }: Context<AppEnv>, limit: RateLimit, key: string): Promise<void> {
  if (env.RATE_LIMITS === 'off') return;
  const { success } = await limit.limit({ key });
  if (success) return;
  // The binding does not say how long; its period is a minute.
  throw new Problem('too-many-requests', 'Wait a minute, then go on more slowly.', {
    headers: { 'retry-after': '60' },
  });
}
