// The one voice of the page: what it says is read once, by whoever listens instead of looking.

export class Announcer {
  readonly #listeners = new Set<() => void>();
  #words = '';

  get words(): string {
    return this.#words;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  say(words: string): void {
    // The same words again are a new message: a blank at the end makes them one.
    this.#words = words === this.#words ? `${words} ` : words;
    for (const listener of this.#listeners) listener();
  }
}
