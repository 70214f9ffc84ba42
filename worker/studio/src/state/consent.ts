// Whether a person lets what they say of titles train the next model: off until they say so, and kept for them alone.
import type { TrimtabClient } from '../../../../client/index.ts';
import type { Session } from './session.ts';

const KEY = 'trimtab.consent';

/** `withdrawing`: taken back here, while the service has not been told yet. */
type State = 'none' | 'given' | 'withdrawing';

type Told = Pick<TrimtabClient, 'events'>;

export class Consent {
  readonly #trimtab: Told;
  readonly #session: Session;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #listeners = new Set<() => void>();

  constructor(trimtab: Told, session: Session, storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#trimtab = trimtab;
    this.#session = session;
    this.#storage = storage;
  }

  /** Of the person who is signed in. */
  get state(): State {
    const key = this.#key();
    const kept = key === null ? null : this.#storage.getItem(key);
    return kept === 'given' || kept === 'withdrawing' ? kept : 'none';
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  give(): void {
    this.#keep('given');
  }

  /**
   * From now on nothing is sent. The service is told too, so that what it has trains nothing any more.
   *
   * @throws an error of the client; the state is `withdrawing` until the service has heard
   */
  async withdraw(): Promise<void> {
    this.#keep('withdrawing');
    await this.#trimtab.events.post({ json: { consent: false, events: [] } });
    if (this.state === 'withdrawing') this.#keep('none');
  }

  #keep(state: State): void {
    const key = this.#key();
    if (key === null) return;
    if (state === 'none') this.#storage.removeItem(key);
    else this.#storage.setItem(key, state);
    for (const listener of this.#listeners) listener();
  }

  /** Another person in the same browser has agreed to nothing. */
  #key(): string | null {
    const person = personIn(this.#session.token);
    return person === null ? null : `${KEY} ${person}`;
  }
}

/** Issuer and subject of a JSON Web Token, unchecked: it only tells this browser's people apart. */
export function personIn(token: string | null): string | null {
  const [, payload] = token?.split('.') ?? [];
  if (payload === undefined) return null;
  try {
    const text = new TextDecoder().decode(bytesOf(payload));
    const { iss, sub } = JSON.parse(text) as { iss?: unknown; sub?: unknown };
    return typeof sub === 'string' ? `${String(iss)} ${sub}` : null;
  } catch {
    return null;
  }
}

const bytesOf = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
