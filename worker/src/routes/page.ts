// The studio's page: the same document at every address of a place, with headers that the Worker sends.
import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { pageSettings } from '../auth/page-sign-in.ts';
import { pageHeaders } from '../http/page-headers.ts';

/** Addresses of the page. Files beside it (`/assets/…`, `/docs`) are served without the Worker. */
const PLACES = [
  '/',
  '/concepts',
  '/concepts/:id',
  '/presets',
  '/presets/:id',
  '/shared/:token',
  '/model',
  '/sign-in',
];

/** Routes that are no part of the API's contract. */
export const page = new Hono<AppEnv>();

for (const place of PLACES) {
  page.get(place, async (c) => {
    const answer = await c.env.ASSETS.fetch(new URL('/', c.req.url));
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(pageHeaders(c.env))) headers.set(name, value);
    return new Response(answer.body, { status: answer.status, headers });
  });
}

/** What the page must know of this service before anybody has signed in. */
page.get('/studio.json', (c) => c.json(pageSettings(c.env), 200, { 'cache-control': 'no-cache' }));
