// The API: what every request passes through, and the routes. `createApp` takes what a test may replace.
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import type { AppEnv, Services } from './app-env.ts';
import { FallbackCatalogue } from './artifacts/fallback-catalogue.ts';
import { ModelStore } from './artifacts/model-store.ts';
import { TokenVerifier } from './auth/verify-token.ts';
import { Problem } from './http/problem.ts';
import { problemResponse, refuseInvalid } from './http/problem-response.ts';
import { TOKEN_SCHEME } from './http/security.ts';
import { logToConsole, type Log } from './log.ts';
import { concepts } from './routes/concepts.ts';
import { items } from './routes/items.ts';
import { items } from './routes/items.ts';
import { me } from './routes/me.ts';
import { events } from './routes/events.ts';
import { preferences } from './routes/preferences.ts';
import { model } from './routes/model.ts';
import { presetSharing, sharedPresets } from './routes/preset-sharing.ts';
import { presetTransfer } from './routes/preset-transfer.ts';
import { presets } from './routes/presets.ts';
import { recommendations } from './routes/recommendations.ts';

const MAX_BODY_BYTES = 256 * 1024;

interface AppOptions {
  now?: () => number;
  fetch?: typeof globalThis.fetch;
  log?: Log;
}

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Trimtab',
    version: '1.0.0',
    description: 'Recommendations that people can steer by the concepts inside the model.',
  },
};

// The chain stays whole so that a typed client can be inferred from it.
export function createApp(options: AppOptions = {}) {
  const { log = logToConsole } = options;
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  app.openAPIRegistry.registerComponent('securitySchemes', TOKEN_SCHEME, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  app.use(requestId(), provide({ ...options, log }), logged, secureHeaders(), crossOrigin, limitBody());
  app.onError(problemResponse);
  app.notFound(() => {
    throw new Problem('route-not-found', 'GET /openapi.json lists the routes.');
  });
  return app
    .route('/v1/recommendations', recommendations)
    .route('/v1/concepts', concepts)
    .route('/v1/items', items)
    .route('/v1/presets', presetTransfer)
    .route('/v1/presets', presets)
    .route('/v1/presets', presetSharing)
    .route('/v1/shared-presets', sharedPresets)
    .route('/v1/me', me)
    .route('/v1/me/preferences', preferences)
    .route('/', model)
    .route('/', model)
    .route('/v1/events', events)
    .doc31('/openapi.json', DOCUMENT);
}

export type App = ReturnType<typeof createApp>;

/** Services live as long as the isolate; the first request brings the bindings they need. */
function provide({
  now = Date.now,
  fetch = (...ask) => globalThis.fetch(...ask),
  log = logToConsole,
}: AppOptions) {
  let services: Services | undefined;
  return createMiddleware<AppEnv>(async (c, next) => {
    services ??= {
      models: new ModelStore({ bucket: c.env.ARTIFACTS, now, log }),
      tokens: new TokenVerifier({ fetch, now }),
      now,
      log,
    };
      fallback: new FallbackCatalogue({ bucket: c.env.ARTIFACTS, now }),
    c.set('services', services);
    await next();
  });
}

/** Names the route's pattern and not the address, which can hold what a person typed. */
const logged = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const { method } = c.req;
  const line = { requestId: c.var.requestId, method, route: routePath(c, -1), status: c.res.status };
  c.var.services.log({ level: 'info', event: 'request', ...line });
});

const crossOrigin = cors({
  origin: (origin, c) => {
    const { ALLOWED_ORIGINS } = (c as { env: Env }).env;
    const allowed = ALLOWED_ORIGINS.split(',').map((entry) => entry.trim());
    return allowed.includes(origin) ? origin : null;
  },
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'if-match'],
  exposeHeaders: ['etag', 'location', 'retry-after', 'x-model-version', 'x-request-id'],
  maxAge: 3600,
});

function limitBody() {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new Problem('body-too-large', `Send at most ${MAX_BODY_BYTES} bytes.`);
    },
  });
}
