// Public keys of the issuer (JWKS): from a variable, or fetched and kept.
import { z } from 'zod';

/** Algorithms that tokens may use. All are asymmetric: this Worker never holds a secret that could sign. */
export const ALLOWED_ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;

/** A signing key with a name. Symmetric (`oct`) and unnamed keys do not parse, and so can never verify a token. */
const keySchema = z.looseObject({
  kid: z.string().min(1),
  kty: z.enum(['EC', 'RSA', 'OKP']),
  alg: z.enum(ALLOWED_ALGORITHMS).optional(),
  use: z.literal('sig').optional(),
});

const keySetSchema = z.object({ keys: z.array(z.unknown()) });

export type PublicKey = z.infer<typeof keySchema>;

const KEEP_MS = 10 * 60_000;
/** A token with an unknown key id makes the keys be fetched again, but not more often than this. */
const REFETCH_MS = 60_000;
const TIMEOUT_MS = 5_000;

export interface KeySourceOptions {
  fetch: typeof globalThis.fetch;
  now: () => number;
}

/** Keys of one URL, fetched when first needed, when old, and when a token names one that is not among them. */
export class FetchedKeys {
  readonly #url: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #now: () => number;
  #keys: PublicKey[] = [];
  #triedAt = -Infinity;
  #fetchedAt = -Infinity;

  constructor(url: string, { fetch, now }: KeySourceOptions) {
    this.#url = url;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** @throws Error when no keys could ever be fetched; once there are some, they are kept through failures */
  async keysFor(keyId: string): Promise<PublicKey[]> {
    const known = this.#keys.some(({ kid }) => kid === keyId);
    const wantsFetch = !known || this.#now() - this.#fetchedAt >= KEEP_MS;
    if (wantsFetch && this.#now() - this.#triedAt >= REFETCH_MS) await this.#refetch();
    if (this.#fetchedAt === -Infinity) throw new Error(`no keys could be fetched from ${this.#url}`);
    return this.#keys;
  }

  async #refetch(): Promise<void> {
    this.#triedAt = this.#now();
    try {
      const response = await this.#fetch(this.#url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`${this.#url} answered ${response.status}`);
      this.#keys = usableKeys(await response.json());
      this.#fetchedAt = this.#now();
    } catch (error) {
      if (this.#fetchedAt === -Infinity) {
        this.#triedAt = -Infinity;
        throw error;
      }
    }
  }
}

/** @throws ZodError when it is not a key set */
export function usableKeys(keySet: unknown): PublicKey[] {
  const { keys } = keySetSchema.parse(keySet);
  return keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
}
