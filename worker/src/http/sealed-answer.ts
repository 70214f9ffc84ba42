// Answers that only their Idempotency-Key opens: AES-GCM with a key derived from it, which is stored nowhere.

const IV_BYTES = 12;

async function keyFrom(text: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(`trimtab sealed answer\n${text}`);
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return crypto.subtle.importKey('raw', hash, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** @returns initialisation vector and cipher text in base64 */
export async function sealed(body: string, key: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = new TextEncoder().encode(body);
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFrom(key), bytes);
  return new Uint8Array([...iv, ...new Uint8Array(cipher)]).toBase64();
}

/** @throws Error of the crypto API when the key is another */
export async function unsealed(text: string, key: string): Promise<string> {
  const bytes = Uint8Array.fromBase64(text);
  const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, IV_BYTES) };
  const plain = await crypto.subtle.decrypt(algorithm, await keyFrom(key), bytes.subarray(IV_BYTES));
  return new TextDecoder().decode(plain);
}
