// The page: navigation, the place that the address names, and what all of them share.
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { PLACES, placeAt } from './places.ts';
import { LiveRegion } from './shell/live-region.tsx';
import { Navigation } from './shell/navigation.tsx';
import { ProblemNote } from './shell/problem-note.tsx';
import { SignedOutNote } from './shell/signed-out-note.tsx';
import { StartContext, StudioContext, useStudio, type Studio } from './shell/studio-context.ts';
import { wordsOf } from './shell/words.ts';
import { ITEMS_IN_ADDRESS } from './state/fragment.ts';
import { loadStart, type Start } from './state/start.ts';
import { useStore } from './state/use-store.ts';

/** Paths that the Worker answers by itself: the router leaves them to the browser. */
const OWN_PATHS = /^\/(?!docs|openapi\.json|v1\/|healthz)/;

export function App({ studio }: { studio: Studio }): JSX.Element {
  return (
    <StudioContext.Provider value={studio}>
      <LocationProvider scope={OWN_PATHS}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Navigation places={PLACES} />
        <SignedOutNote />
        <Content />
        <LiveRegion />
      </LocationProvider>
    </StudioContext.Provider>
  );
}

function Content(): JSX.Element {
  const studio = useStudio();
  const { trimtab, modelSeen, announcer } = studio;
  const { version } = useStore(modelSeen);
  const [start, setStart] = useState<Start | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setError(null);
    loadAll(studio).then(setStart, (reason: unknown) => setError(wordsOf(reason)));
  }, [attempt]);
  useEffect(() => {
    if (start === null || version === null || version === start.model.modelVersion) return;
    loadStart(trimtab).then(
      (newer) => {
        setStart(newer);
        announcer.say('A new model answers now. What you set is kept.');
      },
      (reason: unknown) => announcer.say(wordsOf(reason)),
    );
  }, [version, start?.model.modelVersion]);
  return (
    <main id="main" tabIndex={-1} aria-busy={start === null && error === null}>
      {error !== null && <ProblemNote words={error} onRetry={() => setAttempt(attempt + 1)} />}
      {start !== null && (
        <StartContext.Provider value={start}>
          <PlaceShown />
        </StartContext.Provider>
      )}
    </main>
  );
}

/** Titles of the history come with the rest, so that no row grows when they are there; who lacks them asks again. */
async function loadAll({ trimtab, items, steering }: Studio): Promise<Start> {
  const titles = items.fetch(steering.current.history.slice(-ITEMS_IN_ADDRESS)).catch(() => {});
  const [start] = await Promise.all([loadStart(trimtab), titles]);
  return start;
}

/** The title names the place, and whoever goes to another one by keyboard goes on at its beginning. */
function PlaceShown(): JSX.Element {
  const { path } = useLocation();
  const shownBefore = useRef<string | null>(null);
  useEffect(() => {
    document.title = `${placeAt(path)?.title ?? 'Not found'} · Trimtab`;
    if (shownBefore.current !== null && shownBefore.current !== path)
      document.getElementById('main')?.focus();
    shownBefore.current = path;
  }, [path]);
  return (
    <Router>
      {PLACES.map(({ path: pattern, component }) => (
        <Route key={pattern} path={pattern} component={component} />
      ))}
      <Route default component={NotFound} />
    </Router>
  );
}

function NotFound(): JSX.Element {
  return (
    <section class="panel">
      <h1>There is no such page</h1>
      <p>
        The address may be cut, or of another version. <a href="/">Steer your recommendations</a> instead.
      </p>
    </section>
  );
}
