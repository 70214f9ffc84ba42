// What operators see of every request: one line of log, one point in Analytics Engine, and two headers.
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { AppEnv } from '../app-env.ts';

/** Stands outermost but for the services. Holds nothing that a person sent: the route's pattern and not the address. */
export const observed = createMiddleware<AppEnv>(async (c, next) => {
  const { now, log, models } = c.var.services;
  const start = now();
  await next();
  const modelVersion = c.res.headers.get('x-model-version') ?? models.version;
  if (modelVersion !== null) c.header('x-model-version', modelVersion);
  const facts = {
    requestId: c.var.requestId,
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    modelVersion,
    degraded: c.get('degraded') ?? false,
    source: c.get('source') ?? null,
    // In production the clock stands still while computing: this is the time spent waiting.
    milliseconds: now() - start,
  };
  log({ level: 'info', event: 'request', ...facts });
  c.env.REQUESTS.writeDataPoint(pointOf(facts));
});

interface Facts {
  method: string;
  route: string;
  status: number;
  modelVersion: string | null;
  degraded: boolean;
  source: string | null;
  milliseconds: number;
}

/** docs/operations.md names the columns and asks them: keep their order. */
function pointOf({ method, route, status, modelVersion, degraded, source, milliseconds }: Facts) {
  return {
    indexes: [route],
    blobs: [method, route, String(status), modelVersion ?? '', source ?? ''],
    doubles: [milliseconds, Number(status >= 500), Number(degraded), Number(source === 'steered')],
  };
}
