// What handlers find in their context.
import type { ModelStore } from './artifacts/model-store.ts';
import type { LoadedModel } from './artifacts/loaded-model.ts';
import type { TokenVerifier } from './auth/verify-token.ts';
import type { Log } from './log.ts';

/** Made once an isolate, around what a test may replace. */
export interface Services {
  models: ModelStore;
  tokens: TokenVerifier;
  now: () => number;
  log: Log;
}

export interface AppEnv {
  Bindings: Env & Secrets;
  Variables: {
/** Set by `wrangler secret put`, and by nothing in the repository. */
interface Secrets {
  /** Makes pseudonyms of people; without it no events are taken. */
  EVENTS_SECRET?: string;
}

    requestId: string;
    services: Services;
    /** Set by `withModel`. */
    model: LoadedModel;
    degraded: boolean;
    /** Set by `signedIn`: the token's subject. */
    user: string;
  };
}
