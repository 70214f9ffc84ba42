// Middleware of recommendations: the model that is served or, when none can be, the catalogue of one.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { ArtifactError } from '../artifacts/artifact-error.ts';
import { pacedEngine } from '../inference/paced-engine.ts';
import type { Servable } from '../served.ts';
import { acquireModel } from './middleware.ts';

interface ServableLease {
  model: Servable;
  degraded: boolean;
  done: () => void;
}

/** Puts what can make a list into `c.var.servable` and holds it until the answer is made. */
export const withServable = createMiddleware<AppEnv>(async (c, next) => {
  const { model, degraded, done } = await acquireServable(c);
  const { engine } = model;
  c.set('servable', { ...model, engine: engine && pacedEngine(engine, c.var.pace) });
  c.set('degraded', degraded);
  try {
    await next();
    c.header('x-model-version', model.manifest.modelVersion);
  } finally {
    done();
  }
});

async function acquireServable(c: Context<AppEnv>): Promise<ServableLease> {
  try {
    return await acquireModel(c);
  } catch (error) {
    const model = await c.var.services.fallback.read(isOfUnreachableBucket(error));
    if (model === null) throw error;
    const { modelVersion } = model.manifest;
    c.var.services.log({ level: 'error', event: 'popular-fallback', modelVersion, message: String(error) });
    return { model, degraded: true, done: () => undefined };
  }
}

const isOfUnreachableBucket = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof ArtifactError && error.cause.code === 'unreachable';
