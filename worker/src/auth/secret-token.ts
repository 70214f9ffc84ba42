// Secrets that this service hands out (links, API keys): random, and stored as hashes only.

const SECRET_BYTES = 32;

/** 256 random bits in base64url, 43 characters. */
export function newSecretToken(): string {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64({
    alphabet: 'base64url',
    omitPadding: true,
  });
}

/**
 * SHA-256 in hexadecimal. No salt and no stretching: what is hashed here has 256 bits of its own, which nobody tries
 * through.
 */
export async function hashOf(secret: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return new Uint8Array(hash).toHex();
}

/** Takes as long for hashes that differ at the first digit as for those that differ at the last. */
export function equalHashes(a: string, b: string): boolean {
  const [left, right] = [a, b].map((hash) => new TextEncoder().encode(hash));
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  return crypto.subtle.timingSafeEqual(left, right);
}
