// Who may keep an answer: nobody what is somebody's, anybody what is everybody's, as long as they ask whether it changed.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { hashOf } from '../auth/secret-token.ts';
import { parseEntityTags } from './entity-tags.ts';

/** Caching of all answers: an answer that does not say otherwise is kept by nobody; one with an ETag need not be sent again. */
export const caching = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  if (isKnownToCaller(c)) c.res = notModified(c.res);
});

/** Caching of routes that answer everybody alike: the answer may be kept, and is asked for again by the ETag of its bytes. */
export const everybodys = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (c.res.status !== 200) return;
  const hash = await hashOf(await c.res.clone().text());
  c.header('etag', `"${hash.slice(0, 32)}"`);
  c.header('cache-control', 'no-cache');
});

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
function isKnownToCaller({ req, res }: Context<AppEnv>): boolean {
  const [etag, asked] = [res.headers.get('etag'), req.header('if-none-match')];
  if (req.method !== 'GET' || res.status !== 200 || etag === null || asked === undefined) return false;
  const [known, own] = [parseEntityTags(asked), parseEntityTags(etag)];
  if (known === 'any') return true;
  return Array.isArray(own) && own.some((tag) => known?.includes(tag));
}

/** All headers but those about a body that is not sent. */
function notModified(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const name of response.headers.keys()) if (name.startsWith('content-')) headers.delete(name);
  return new Response(null, { status: 304, headers });
}
