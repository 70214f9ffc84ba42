// Middleware of single routes: who asks, how often, and with which model.
import { RATE_LIMITS, rateLimitPolicy } from '@trimtab/shared/rate-limits.ts';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ArtifactError } from '../artifacts/artifact-error.ts';
import type { Lease } from '../artifacts/model-store.ts';
import { personOf } from '../auth/person-of.ts';
import { Problem } from '../problem.ts';
import { within } from '../within.ts';

/** Puts whom the request speaks for into `c.var.user`. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  c.set('user', await personOf(c));
  await next();
});

/** Puts the model that is served into `c.var.model` and holds it until the answer is made. */
export const withModel = servedBy({ patient: true });

/** Longer than this, an answer that is whole without a model does not wait for one. */
const MODEL_IF_ANY_MS = 2000;

/** The model that is served, if any can be had soon: for answers that are whole without one. */
export const withModelIfAny = createMiddleware<AppEnv>(async (c, next) => {
  const lease = await soon(acquireModel(c, { patient: false }));
  c.set('modelIfAny', lease?.model ?? null);
  try {
    await next();
  } finally {
    lease?.done();
  }
});

/** @returns null where no model can be loaded, or not soon; one that comes late is given back */
async function soon(acquiring: Promise<Lease>): Promise<Lease | null> {
  let isLate = false;
  const late = new Problem('model-unavailable', 'No model came soon enough.');
  try {
    const lease = acquiring.then((one) => {
      if (isLate) one.done();
      return one;
    });
    return await within(MODEL_IF_ANY_MS, lease, () => late);
  } catch (error) {
    isLate = true;
    acquiring.catch(() => {}); // whoever needs a model is told
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** The same as `withModel`, but where one is held no newer one is waited for: health is told at once. */
export const withHeldModel = servedBy({ patient: false });

function servedBy(how: { patient: boolean }) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const lease = await acquireModel(c, how);
    c.set('model', lease.model);
    c.set('degraded', lease.degraded);
    try {
      await next();
      c.header('x-model-version', lease.model.manifest.modelVersion);
    } finally {
      lease.done();
    }
  });
}

/** @throws Problem when no version can be loaded */
export async function acquireModel(c: Context<AppEnv>, how = { patient: true }): Promise<Lease> {
  try {
    return await c.var.services.models.acquire((promise) => c.executionCtx.waitUntil(promise), how);
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    throw new Problem('model-unavailable', 'No published model can be loaded; try again soon.', {
      cause: error,
      headers: { 'retry-after': '30' },
    });
  }
}

/** Counts by address, or by the secret key of an app, whose server asks for many from one address. */
export const limitByAddress = limitedBy('address', 'key', '');

/** Counts what is looked up, apart from recommendations: who searches as they type shall still get lists. */
export const limitLookUps = limitedBy('lookUps', 'key', 'look-ups ');

/** A batch is the work of up to a hundred requests, so it has a count of its own. */
export const limitBatchByAddress = limitedBy('batch', 'batch', '');

function limitedBy(byAddress: Policy, byKey: Policy, prefix: string) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const { app } = c.var;
    if (app?.kind === 'secret') await spend(c, byKey, `key ${app.keyId}`);
    else await spend(c, byAddress, prefix + addressOf(c));
    await next();
  });
}

/** Counts by person: stands after `signedIn`. */
export const limitByUser = createMiddleware<AppEnv>(async (c, next) => {
  await spend(c, 'person', c.var.user);
  await next();
});

const addressOf = (c: Context<AppEnv>): string => c.req.header('cf-connecting-ip') ?? 'local';

type Policy = keyof typeof RATE_LIMITS;

/** The binding that counts for each policy. */
const BINDINGS = {
  address: 'RECOMMENDATION_LIMIT',
  lookUps: 'RECOMMENDATION_LIMIT',
  batch: 'BATCH_LIMIT',
  key: 'KEY_LIMIT',
  person: 'PRESET_LIMIT',
} as const satisfies Record<Policy, keyof Env>;

async function spend(c: Context<AppEnv>, policy: Policy, key: string): Promise<void> {
  if (c.env.RATE_LIMITS === 'off') return;
  c.header('ratelimit-policy', rateLimitPolicy(policy), { append: true });
  const { success } = await c.env[BINDINGS[policy]].limit({ key });
  if (success) return;
  // The binding does not say how long.
  const { seconds } = RATE_LIMITS[policy];
  throw new Problem('too-many-requests', `Wait ${seconds} seconds, then go on more slowly.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
