// Public keys of an issuer: those of a variable, or those of an address, fetched by one request for all that wait.
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { OneFlight } from '../one-flight.ts';

/** Keys are fetched anew after this. */
const KEEP_MS = 10 * 60_000;
/** A token with an unknown key makes the keys be fetched again, but not more often than this. */
const COOLDOWN_MS = 30_000;
const TIMEOUT_MS = 5000;

/** The keys were fetched a moment ago, and lack the one that a token names: it may have been made since. */
export class TooSoonToTell extends Error {
  override readonly name = 'TooSoonToTell';
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('the key is not among those that were fetched last');
    this.waitMs = waitMs;
  }
}

/** The issuer's keys cannot be read. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * @param text a key set as JSON
 * @throws KeysUnavailable when it is none
 */
export function keysOfText(text: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(publicKeysOf(JSON.parse(text)));
  } catch (cause) {
    throw new KeysUnavailable('the keys that are set are no JSON Web Key Set', { cause });
  }
}

const keySetSchema = z.object({ keys: z.array(z.unknown()) });

/** Symmetric keys (`oct`) do not parse, and so can never verify a token. */
const publicKeySchema = z.looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']) });

/** An entry that is no public key spoils none of the others. */
function publicKeysOf(json: unknown): { keys: z.infer<typeof publicKeySchema>[] } {
  const { keys } = keySetSchema.parse(json);
  return { keys: keys.flatMap((key) => publicKeySchema.safeParse(key).data ?? []) };
}

interface Fetched {
  body: string;
  /** Which of the fetches brought it. */
  flight: number;
}

/** Keys at an address, kept through failures of the issuer once there are some. */
export class FetchedKeys {
  readonly #url: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #flights = new OneFlight<Fetched>({ limitMs: TIMEOUT_MS + 1000 });
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  #begun = 0;
  #last: Fetched | null = null;
  #fetchedAt = -Infinity;

  constructor(url: string, fetch: typeof globalThis.fetch) {
    this.#url = url;
    this.#fetch = fetch;
    this.#keys = createRemoteJWKSet(new URL(url), {
      cacheMaxAge: KEEP_MS,
      cooldownDuration: COOLDOWN_MS,
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: (_, init) => this.#answer(init),
    });
  }

  /**
   * As jose asks for the key of a token.
   *
   * @throws TooSoonToTell for a key that no fetch since the request began could have brought; KeysUnavailable; errors of jose
   */
  keyOf: JWTVerifyGetKey = async (...header) => {
    const begunBefore = this.#begun;
    try {
      return await this.#keys(...header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if ((this.#last?.flight ?? 0) > begunBefore) throw error;
      throw new TooSoonToTell(Math.max(1000, this.#fetchedAt + COOLDOWN_MS - Date.now()));
    }
  };

  async #answer(init: { signal: AbortSignal; headers: Headers }): Promise<Response> {
    try {
      this.#last = await this.#flights.join(this.#url, () => this.#fetchOnce(init));
    } catch (cause) {
      if (this.#last === null) throw new KeysUnavailable('the keys of the issuer cannot be read', { cause });
    }
    // The keys of before stand in for an issuer that is down, and jose asks again after its cooldown.
    this.#fetchedAt = Date.now();
    return new Response(this.#last.body);
  }

  async #fetchOnce({ signal, headers }: { signal: AbortSignal; headers: Headers }): Promise<Fetched> {
    const flight = ++this.#begun;
    const response = await this.#fetch(this.#url, { signal, headers });
    if (!response.ok) throw new Error(`${this.#url} answered ${response.status}`);
    return { body: JSON.stringify(publicKeysOf(await response.json())), flight };
  }
}
