// What the service holds about the person, and what they decide about it: profiling, a copy to take along, erasure.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { SignedOut } from '../keep/signed-out.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { useStore } from '../state/use-store.ts';
import { Erase } from './erase.tsx';
import { Profiling } from './profiling.tsx';
import { TakeAlong } from './take-along.tsx';

export function AboutYou(): JSX.Element {
  const { session } = useStudio();
  const { token } = useStore(session);
  /** What was chosen is read anew after each. */
  const [erasures, setErasures] = useState(0);
  return (
    <section class="panel" aria-labelledby="you-title">
      <h2 id="you-title">You and the model</h2>
      {token === null ? (
        <SignedOut what="Nothing is held about people who are not signed in. Whoever is can choose here whether to be profiled, take all that is held about them along, and have it erased." />
      ) : (
        <>
          <Profiling key={`${token} ${erasures}`} />
          <TakeAlong key={token} />
          <Erase key={token} onErased={() => setErasures(erasures + 1)} />
        </>
      )}
    </section>
  );
}
