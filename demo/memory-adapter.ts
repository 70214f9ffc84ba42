// Where the demo's issuer keeps its sessions and codes: in memory, for as long as the demo runs.
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  endsAt: number;
}

/** By kind and id, for all adapters of this process. */
const ENTRIES = new Map<string, Entry>();

export class MemoryAdapter implements Adapter {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn = Infinity): Promise<void> {
    ENTRIES.set(`${this.#kind} ${id}`, { payload, endsAt: Date.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = ENTRIES.get(`${this.#kind} ${id}`);
    return entry !== undefined && entry.endsAt > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#all().find(({ payload }) => payload.uid === uid)?.payload;
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#all().find(({ payload }) => payload.userCode === userCode)?.payload;
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    ENTRIES.delete(`${this.#kind} ${id}`);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of ENTRIES) if (payload.grantId === grantId) ENTRIES.delete(key);
  }

  #all(): Entry[] {
    return [...ENTRIES].flatMap(([key, entry]) => (key.startsWith(`${this.#kind} `) ? entry : []));
  }
}
