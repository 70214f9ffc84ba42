// Who is signed in: a token that arrives as #token=… or from the issuer, and lives as long as the tab.

const KEY = 'trimtab.token';

type Place = Pick<Window, 'location' | 'history' | 'sessionStorage'>;

export class Session {
  readonly #place: Place;
  readonly #listeners = new Set<() => void>();
  #why: string | null = null;

  constructor(place: Place) {
    this.#place = place;
    this.#takeFromAddress();
  }

  get token(): string | null {
    return this.#place.sessionStorage.getItem(KEY);
  }

  /** Why the person is signed out, where they did not ask for it. */
  get whySignedOut(): string | null {
    return this.#why;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  signIn(token: string): void {
    this.#place.sessionStorage.setItem(KEY, token);
    this.#tell(null);
  }

  signOut(why: string | null = null): void {
    this.#place.sessionStorage.removeItem(KEY);
    this.#tell(why);
  }

  #tell(why: string | null): void {
    this.#why = why;
    for (const listener of this.#listeners) listener();
  }

  /** The token leaves the address bar at once; what else the fragment holds stays. */
  #takeFromAddress(): void {
    const { location, history } = this.#place;
    const parts = location.hash.slice(1).split('&');
    const given = parts.find((part) => part.startsWith('token='));
    if (given === undefined) return;
    const token = given.slice('token='.length);
    if (token === '') this.#place.sessionStorage.removeItem(KEY);
    else this.#place.sessionStorage.setItem(KEY, token);
    const rest = parts.filter((part) => part !== given).join('&');
    history.replaceState(null, '', location.pathname + location.search + (rest === '' ? '' : `#${rest}`));
  }
}
