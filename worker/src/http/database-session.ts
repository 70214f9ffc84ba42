// A request's session of D1: read replicas may answer, and nobody reads what is older than what they have seen.
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import type { Database } from '../db/database.ts';

export const BOOKMARK_HEADER = 'x-d1-bookmark';

/** As D1 writes them; they sort by time. */
const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/**
 * Puts the session into `c.var.database`. It begins at the bookmark that the caller hands on; without one the primary
 * answers first, so that clients who hand on none read their own writes too. The answer carries the new bookmark.
 */
export const databaseSession = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header(BOOKMARK_HEADER) ?? '';
  const start = BOOKMARK.test(given) ? given : 'first-primary';
  const session = openedWhenAsked(() => c.env.DB.withSession(start));
  c.set('database', session);
  await next();
  const bookmark = session.bookmark();
  if (bookmark !== null) c.header(BOOKMARK_HEADER, bookmark);
});

/** Most requests ask the database nothing, and must be answered while it is away. */
function openedWhenAsked(open: () => D1DatabaseSession): Database & { bookmark: () => string | null } {
  let session: D1DatabaseSession | undefined;
  return {
    prepare: (query) => (session ??= open()).prepare(query),
    batch: (statements) => (session ??= open()).batch(statements),
    bookmark: () => session?.getBookmark() ?? null,
  };
}
