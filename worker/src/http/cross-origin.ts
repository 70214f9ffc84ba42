// CORS: pages of the origins in ALLOWED_ORIGINS, and of those that publishable keys are bound to, may call the API.
import type { Context } from 'hono';
import { cors } from 'hono/cors';
import type { AppEnv } from '../app-env.ts';

/** What the API reads. */
const OWN_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'x-api-key', 'x-d1-bookmark'];

/** What browsers and the tools of pages add to requests of their own accord. */
const USUAL_HEADERS = `
  accept accept-language cache-control pragma range x-requested-with
  if-match if-none-match if-modified-since if-unmodified-since
  x-request-id x-correlation-id request-id traceparent tracestate baggage b3
  x-b3-traceid x-b3-spanid x-b3-parentspanid x-b3-sampled x-b3-flags uber-trace-id
  x-datadog-trace-id x-datadog-parent-id x-datadog-origin x-datadog-sampling-priority
  sentry-trace newrelic request-context x-cloud-trace-context x-amzn-trace-id`
  .trim()
  .split(/\s+/);

/** `http://localhost:*` lists every port of a host, which development servers choose as they like. */
function isListed(origin: string, allowed: string): boolean {
  const anyPort = origin.replace(/:\d+$/, '');
  return allowed
    .split(',')
    .map((entry) => entry.trim())
    .some((entry) => entry === origin || (entry.endsWith(':*') && entry.slice(0, -2) === anyPort));
}

export const crossOrigin = cors({
  origin: async (origin, c: Context<AppEnv>) => {
    if (origin === '' || isListed(origin, c.env.ALLOWED_ORIGINS)) return origin || null;
    return (await c.var.services.keys.knowsOrigin(origin)) ? origin : null;
  },
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowHeaders: [...OWN_HEADERS, ...USUAL_HEADERS],
  exposeHeaders: [
    'allow',
    'content-disposition',
    'deprecation',
    'etag',
    'idempotency-replayed',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'sunset',
    'x-d1-bookmark',
    'x-model-version',
    'x-request-id',
  ],
  maxAge: 3600,
});
