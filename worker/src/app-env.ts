// What handlers find in their context.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { FallbackCatalogue } from './artifacts/fallback-catalogue.ts';
import type { ModelStore } from './artifacts/model-store.ts';
import type { LoadedModel } from './served.ts';
import type { App, AppKeys } from './auth/app-keys.ts';
import type { TokenVerifier } from './auth/verify-token.ts';
import type { Database } from './db/database.ts';
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

/** A request that writes. */
export interface Writing {
  /** UUID for what it makes; the same for each sending of it. */
  id: string;
  /** Whether an earlier sending may have done it. */
  mayBeDone: boolean;
}

export interface AppEnv {
  Bindings: Env & Secrets;
  Variables: {
    requestId: string;
    services: Services;
    /** Waits for a turn between two steps of computing. */
    pace: () => Promise<void>;
    /** Set by `withModel`. */
    model: LoadedModel;
    /** Set by `withModelIfAny`. */
    modelIfAny: LoadedModel | null;
    /** Set by `withServable`. */
    servable: Servable;
    /** Set by both. */
    degraded: boolean;
    /** What a list was made by, where one was made. */
    source: RecommendationResponse['source'] | undefined;
    /** The app whose key was sent, if one was. */
    app: App | null;
    /** D1, as this request reads it. */
    database: Database;
    /** Set by `idempotent`. */
    writing: Writing;
    /** Set by a handler that holds nothing about its request: then no answer is kept either. */
    isForgotten: boolean | undefined;
    /** Set by `signedIn`: the token's subject, or the person whom an app speaks for. */
    user: string;
  };
}
