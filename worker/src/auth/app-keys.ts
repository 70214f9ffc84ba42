// Which app asks: keys are found in D1, kept for a minute, compared in constant time, and counted against their quota.
import { apiKeyId } from '@trimtab/shared/api-keys.ts';
import { findApiKey, isOriginOfKey, takeFromQuota, type Taking } from '../db/api-keys.ts';
import { lacksMigration } from '../db/missing-migration.ts';
import type { ApiKeyRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';
import { OneFlight } from '../one-flight.ts';
import { RecentCache } from '../recent-cache.ts';
import { equalHashes, hashOf } from './secret-token.ts';

/** How long a revoked key can go on in an isolate that knows it. */
const KEEP_MS = 60_000;
const KEYS_KEPT = 1000;
const DAY_MS = 24 * 3_600_000;
/** So long a question to D1 is waited for by those that join it. */
const LIMIT_MS = 10_000;

/** Requests that an isolate takes of a quota at once: one write for a hundred, and a hundredth of the quota at most. */
const requestsAtOnce = (quota: number): number => Math.max(1, Math.min(100, Math.floor(quota / 100)));

export interface App {
  /** Id of the key. */
  keyId: string;
  name: string;
  kind: ApiKeyRow['kind'];
  quota: Quota;
}

/** The quota of a key's day (UTC). */
export interface Quota {
  requests: number;
  /** At least that many are left: what isolates have taken and not used counts as used. */
  left: number;
  /** Until the next day begins. */
  seconds: number;
}

interface Known {
  row: ApiKeyRow | null;
  readAt: number;
  day: string;
  /** Requests of the quota that this isolate has taken and not used. */
  left: number;
  /** Requests that all isolates had taken when this one last took some. */
  used: number;
}

interface AppKeysOptions {
  database: D1Database;
  now: () => number;
}

export class AppKeys {
  readonly #database: D1Database;
  readonly #now: () => number;
  readonly #known = new RecentCache<Known>(KEYS_KEPT);
  readonly #origins = new RecentCache<{ isKnown: boolean; readAt: number }>(KEYS_KEPT);
  readonly #keyFlights = new OneFlight<Known>({ limitMs: LIMIT_MS });
  readonly #lotFlights = new OneFlight<boolean>({ limitMs: LIMIT_MS });
  readonly #originFlights = new OneFlight<boolean>({ limitMs: LIMIT_MS });

  constructor({ database, now }: AppKeysOptions) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * @param text the key as it was sent
   * @param origin the header Origin, which browsers send
   * @throws Problem `invalid-api-key`, `origin-not-allowed`, `quota-exceeded` or `api-keys-unavailable`
   */
  async appOf(text: string, origin: string | undefined): Promise<App> {
    const id = apiKeyId(text);
    if (id === null) throw invalidKey();
    const known = await this.#find(id);
    const hash = await hashOf(text);
    if (known.row === null || !equalHashes(known.row.hash, hash) || known.row.revokedAt !== null) {
      throw invalidKey();
    }
    refuseOrigin(known.row, origin);
    const { app: name, kind, dailyQuota: requests } = known.row;
    await this.#spend(known.row, known);
    const left = Math.max(0, requests - known.used) + known.left;
    return { keyId: id, name, kind, quota: { requests, left, seconds: this.#secondsLeft() } };
  }

  /** Whether pages of this origin may use a key: a preflight request does not say which. */
  async knowsOrigin(origin: string): Promise<boolean> {
    const held = this.#origins.get(origin);
    if (held !== undefined && this.#now() - held.readAt < KEEP_MS) return held.isKnown;
    try {
      return await this.#originFlights.join(origin, () => this.#askForOrigin(origin));
    } catch {
      // Without the database what was last known holds on.
      return held?.isKnown ?? false;
    }
  }

  async #askForOrigin(origin: string): Promise<boolean> {
    const isKnown = await isOriginOfKey(this.#database.withSession('first-unconstrained'), origin);
    this.#origins.set(origin, { isKnown, readAt: this.#now() });
    return isKnown;
  }

  async #find(id: string): Promise<Known> {
    const held = this.#known.get(id);
    if (held !== undefined && this.#now() - held.readAt < KEEP_MS) return held;
    try {
      return await this.#keyFlights.join(id, () => this.#askForKey(id));
    } catch (error) {
      if (held !== undefined) return held;
      if (lacksMigration(error)) throw error;
      const detail = 'Keys cannot be checked at the moment; try again later.';
      throw new Problem('api-keys-unavailable', detail, { cause: error, headers: { 'retry-after': '30' } });
    }
  }

  /** What is left of a lot stays with the key: it is one object, which all requests of the key spend from. */
  async #askForKey(id: string): Promise<Known> {
    const row = await this.#read(id);
    const known = this.#known.get(id) ?? { day: '', left: 0, used: 0, row, readAt: 0 };
    Object.assign(known, { row, readAt: this.#now() });
    this.#known.set(id, known);
    return known;
  }

  /** Any replica may answer; a key that it lacks may be new, and only the primary can tell. */
  async #read(id: string): Promise<ApiKeyRow | null> {
    const near = await findApiKey(this.#database.withSession('first-unconstrained'), id);
    return near ?? findApiKey(this.#database.withSession('first-primary'), id);
  }

  async #spend({ id, dailyQuota: quota }: ApiKeyRow, known: Known): Promise<void> {
    const day = new Date(this.#now()).toISOString().slice(0, 10);
    if (known.day !== day) Object.assign(known, { day, left: 0, used: 0 });
    // Of those that find nothing left one takes a lot; more than it holds may have waited for it.
    for (let isTaken = true; known.left === 0 && isTaken;) {
      isTaken = await this.#lotFlights.join(id, () => this.#takeLot(known, { id, day, quota }));
    }
    if (known.left === 0) throw this.#quotaExceeded(quota);
    known.left -= 1;
  }

  /** @returns whether there was anything left to take */
  async #takeLot(known: Known, lot: { id: string; day: string; quota: number }): Promise<boolean> {
    const { taken, used } = await this.#take({ ...lot, wanted: requestsAtOnce(lot.quota) }, known.used);
    known.left += taken;
    known.used = used;
    return taken > 0;
  }

  /** Without the database a known key goes on, uncounted. */
  async #take(taking: Taking, used: number): ReturnType<typeof takeFromQuota> {
    return takeFromQuota(this.#database, taking).catch(() => ({ taken: 1, used }));
  }

  #secondsLeft(): number {
    return Math.ceil((DAY_MS - (this.#now() % DAY_MS)) / 1000);
  }

  #quotaExceeded(requests: number): Problem {
    const quota = { requests, left: 0, seconds: this.#secondsLeft() };
    return new Problem(
      'quota-exceeded',
      `This key has ${requests} requests a day; the next day begins at 0:00 UTC.`,
      { headers: { 'retry-after': String(quota.seconds), ...quotaHeaders(quota) } },
    );
  }
}

/** Headers as draft-ietf-httpapi-ratelimit-headers writes them: `r` is what is left, and `t` the seconds until all is there again. */
export const quotaHeaders = ({ requests, left, seconds }: Quota): Record<string, string> => ({
  'ratelimit-policy': `"day";q=${requests};w=86400`,
  ratelimit: `"day";r=${left};t=${seconds}`,
});

function refuseOrigin({ kind, origins }: ApiKeyRow, origin: string | undefined): void {
  if (kind === 'secret' && origin !== undefined) {
    throw new Problem(
      'origin-not-allowed',
      'A secret key belongs on a server, and never in a page: revoke it, and use a publishable one here.',
    );
  }
  if (kind === 'publishable' && (origin === undefined || !origins.includes(origin))) {
    throw new Problem('origin-not-allowed', 'This key is for pages of its own origins only.');
  }
}

/** Says the same of an unknown, a wrong and a revoked key. */
function invalidKey(): Problem {
  return new Problem('invalid-api-key', 'The key in the header x-api-key is unknown or was revoked.');
}
