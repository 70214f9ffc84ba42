// The page's head: its name, its places, the reference of the API, and who is signed in.
import { useLocation } from 'preact-iso';
import type { JSX } from 'preact';
import { useStore } from '../state/use-store.ts';
import { SignInButton } from './sign-in-button.tsx';
import { useStudio } from './studio-context.ts';

interface NavigationProps {
  places: readonly { path: string; label: string | null }[];
}

export function Navigation({ places }: NavigationProps): JSX.Element {
  const { path } = useLocation();
  const { session, steering } = useStudio();
  useStore(session);
  useStore(steering);
  const isCurrent = (place: string): boolean =>
    place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`);
  // What is set goes along, so that coming back finds it, and the address says it.
  const addressOf = (place: string): string => (place === '/' ? `/${steering.fragment}` : place);
  return (
    <header class="top">
      <a class="brand" href={addressOf('/')}>
        <img src="/favicon.svg" alt="" width="28" height="28" /> Trimtab
      </a>
      <nav aria-label="Places">
        <ul>
          {places
            .filter(({ label }) => label !== null)
            .map(({ path: place, label }) => (
              <li key={place}>
                <a href={addressOf(place)} aria-current={isCurrent(place) ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          <li>
            <a href="/docs">API</a>
          </li>
        </ul>
      </nav>
      {session.token === null ? (
        <SignInButton />
      ) : (
        <button type="button" class="quiet" onClick={() => session.signOut()}>
          Sign out
        </button>
      )}
    </header>
  );
}
