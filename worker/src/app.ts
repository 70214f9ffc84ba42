// The API: what every request passes through, and the routes. `createApp` takes what a test may replace.
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { AppEnv, Services } from './app-env.ts';
import { FallbackCatalogue } from './artifacts/fallback-catalogue.ts';
import { ModelStore } from './artifacts/model-store.ts';
import { patientBucket } from './artifacts/patient-bucket.ts';
import { AppKeys } from './auth/app-keys.ts';
import { TokenVerifier } from './auth/verify-token.ts';
import { ItemStore } from './catalogue/item-store.ts';
import { admission } from './http/admission.ts';
import { appKey } from './http/app-key.ts';
import { caching, everybodys } from './http/caching.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { databaseSession } from './http/database-session.ts';
import { methodsAt } from './http/methods.ts';
import { observed } from './http/observed.ts';
import { Problem } from './problem.ts';
import { requestText } from './http/request-text.ts';
import { timeLimit } from './http/time-limit.ts';
import { problemResponse, refuseInvalid } from './http/problem-response.ts';
import { SECURITY_SCHEMES } from './http/security.ts';
import { logToConsole, type Log } from './log.ts';
import { concepts } from './routes/concepts.ts';
import { events } from './routes/events.ts';
import { items } from './routes/items.ts';
import { me } from './routes/me.ts';
import { model } from './routes/model.ts';
import { page } from './routes/page.ts';
import { preferences } from './routes/preferences.ts';
import { presetSharing, sharedPresets } from './routes/preset-sharing.ts';
import { presetTransfer } from './routes/preset-transfer.ts';
import { presets } from './routes/presets.ts';
import { recommendations } from './routes/recommendations.ts';

const MAX_BODY_BYTES = 256 * 1024;

interface AppOptions {
  now?: () => number;
  fetch?: typeof globalThis.fetch;
  log?: Log;
  /** Milliseconds that reading one file of an artifact, and answering a request, may take. */
  limits?: { read: number; request: number };
}

const LIMITS = { read: 10_000, request: 25_000 };

// The chain stays whole so that a typed client can be inferred from it.
export function createApp(options: AppOptions = {}) {
  const { log = logToConsole, limits = LIMITS } = options;
  const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid, strict: false });
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  app.use(
    requestId(),
    provide({ ...options, log, limits }),
    observed,
    timeLimit(limits.request),
    secureHeaders(),
    caching,
    crossOrigin,
    limitBody(),
  );
  app.use('/openapi.json', everybodys);
  app.use('/v1/*', admission({ limit: limits.request }), requestText, databaseSession, appKey);
  app.route('/', page);
  app.onError(problemResponse);
  app.notFound(({ req }) => {
    const methods = methodsAt(app.routes, req.path);
    if (methods.length === 0) throw new Problem('route-not-found', 'GET /openapi.json lists the routes.');
    const allow = methods.join(', ');
    throw new Problem('method-not-allowed', `This path takes ${allow}.`, { headers: { allow } });
  });
  let document: object | undefined;
  app.get('/openapi.json', async (c) => {
    // Words and examples are as much code as all routes: an isolate loads them when it is asked for them.
    const { documentOf } = await import('./contract/document.ts');
    document ??= documentOf(app);
    return c.json(document);
  });
  return app
    .route('/v1/recommendations', recommendations)
    .route('/v1/concepts', concepts)
    .route('/v1/items', items)
    .route('/v1/presets', presetTransfer)
    .route('/v1/presets', presets)
    .route('/v1/presets', presetSharing)
    .route('/v1/shared-presets', sharedPresets)
    .route('/v1/events', events)
    .route('/v1/me', me)
    .route('/v1/me/preferences', preferences)
    .route('/', model);
}

export type App = ReturnType<typeof createApp>;

/** Services live as long as the isolate; the first request brings the bindings they need. */
function provide({
  now = Date.now,
  fetch = (...ask) => globalThis.fetch(...ask),
  log = logToConsole,
  limits = LIMITS,
}: AppOptions) {
  let services: Services | undefined;
  return createMiddleware<AppEnv>(async (c, next) => {
    const source = {
      bucket: patientBucket(c.env.ARTIFACTS, limits.read),
      itemStore: new ItemStore(c.env.CATALOGUE),
      inMemory: Number(c.env.CATALOGUE_IN_MEMORY),
    };
    services ??= {
      models: new ModelStore({ source, now, log }),
      fallback: new FallbackCatalogue({ source, now }),
      tokens: new TokenVerifier({ fetch }),
      keys: new AppKeys({ database: c.env.DB, now }),
      now,
      log,
    };
    c.set('services', services);
    await next();
  });
}

function limitBody() {
  return bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new Problem('body-too-large', `Send at most ${MAX_BODY_BYTES} bytes.`);
    },
  });
}
