// What handlers find in their context.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { FallbackCatalogue } from './artifacts/fallback-catalogue.ts';
import type { ModelStore } from './artifacts/model-store.ts';
import type { LoadedModel } from './served.ts';
import type { App, AppKeys } from './auth/app-keys.ts';
import type { TokenVerifier } from './auth/verify-token.ts';
import type { Log } from './log.ts';
import type { Servable } from './served.ts';

/** Made once an isolate, around what a test may replace. */
export interface Services {
  models: ModelStore;
  fallback: FallbackCatalogue;
  tokens: TokenVerifier;
  keys: AppKeys;
  now: () => number;
  log: Log;
}

/** Set by `wrangler secret put`, and by nothing in the repository. */
export interface Secrets {
  /** Makes pseudonyms of people; without it no events are taken. */
  EVENTS_SECRET?: string;
}

export interface AppEnv {
  Bindings: Env & Secrets;
  Variables: {
    requestId: string;
    services: Services;
    /** Set by `withModel`. */
    model: LoadedModel;
    /** Set by `withServable`. */
    servable: Servable;
    /** Set by both. */
    degraded: boolean;
    /** What a list was made by, where one was made. */
    source: RecommendationResponse['source'] | undefined;
    /** The app whose key was sent, if one was. */
    app: App | null;
    /** Set by `signedIn`: the token's subject, or the person whom an app speaks for. */
    user: string;
  };
}
