// Middleware of /v1: which app asks, by the key in x-api-key. Without one it goes on, unless KEYS_REQUIRED says otherwise.
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { quotaHeaders } from '../auth/app-keys.ts';
import { Problem } from '../problem.ts';

export const appKey = createMiddleware<AppEnv>(async (c, next) => {
  const text = c.req.header('x-api-key');
  if (text === undefined && c.env.KEYS_REQUIRED === 'true') {
    throw new Problem('api-key-required', 'Send the key of your app in the header x-api-key.');
  }
  const app = text === undefined ? null : await c.var.services.keys.appOf(text, c.req.header('origin'));
  c.set('app', app);
  await next();
  if (app === null) return;
  const headers = Object.entries(quotaHeaders(app.quota));
  for (const [name, value] of headers) c.header(name, value, { append: true });
});
