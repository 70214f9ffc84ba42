// No request is left hanging: after a while the caller is told to come back.
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { within } from '../within.ts';
import { Problem } from '../problem.ts';

export const timeLimit = (limitMs: number) =>
  createMiddleware<AppEnv>((_, next) => within(limitMs, next(), () => tooSlow(limitMs)));

const tooSlow = (limitMs: number): Problem =>
  new Problem('too-slow', `Nothing came of it within ${limitMs / 1000} s; try again soon.`, {
    headers: { 'retry-after': '5' },
  });
