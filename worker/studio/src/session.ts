// The signed-in person's token: arrives as #token=…, lives in sessionStorage, and leaves the address bar at once.

const KEY = 'trimtab.token';

type Place = Pick<Window, 'location' | 'history' | 'sessionStorage'>;

export function takeTokenFromAddress({ location, history, sessionStorage }: Place): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  if (token === '') sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  history.replaceState(null, '', location.pathname + location.search);
}

export const currentToken = (): string | null => sessionStorage.getItem(KEY);

export const signOut = (): void => sessionStorage.removeItem(KEY);
