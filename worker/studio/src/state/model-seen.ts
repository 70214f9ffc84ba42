// Which model answers: every answer says so, and a page that stays open learns of a retraining by it.

export class ModelSeen {
  readonly #listeners = new Set<() => void>();
  #version: string | null = null;

  get version(): string | null {
    return this.#version;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  see(version: string | null): void {
    if (version === null || version === this.#version) return;
    this.#version = version;
    for (const listener of this.#listeners) listener();
  }
}
