// CORS: pages of the origins in ALLOWED_ORIGINS, and of those that publishable keys are bound to, may call the API.
import type { Context } from 'hono';
import { cors } from 'hono/cors';
import type { AppEnv } from '../app-env.ts';

export const crossOrigin = cors({
  origin: async (origin, c: Context<AppEnv>) => {
    const listed = c.env.ALLOWED_ORIGINS.split(',').map((entry) => entry.trim());
    if (origin === '' || listed.includes(origin)) return origin || null;
    return (await c.var.services.keys.knowsOrigin(origin)) ? origin : null;
  },
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-api-key'],
  exposeHeaders: [
    'etag',
    'idempotency-replayed',
    'location',
    'ratelimit-policy',
    'retry-after',
    'x-model-version',
    'x-request-id',
  ],
  maxAge: 3600,
});
