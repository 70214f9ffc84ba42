// Where the issuer sends people back to: the token is fetched, and they go on where they were.
import { useLocation } from 'preact-iso';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { SignInButton } from '../shell/sign-in-button.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import { finishSignIn } from '../state/open-id.ts';
import { pageSettings } from '../state/page-settings.ts';

export function SignInPlace(): JSX.Element {
  const { session, announcer } = useStudio();
  const { route } = useLocation();
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    finish().catch((reason: unknown) => setError(wordsOf(reason)));
  }, []);

  async function finish(): Promise<void> {
    const { signIn } = await pageSettings();
    if (signIn === null) throw new Error('Nobody can sign in here.');
    const { token, back } = await finishSignIn(signIn, window);
    session.signIn(token);
    announcer.say('You are signed in.');
    route(back, true);
  }

  return (
    <section class="panel">
      <h1>Sign in</h1>
      {error === null ? (
        <p>One moment…</p>
      ) : (
        <>
          <ProblemNote words={`You could not be signed in. ${error}`} />
          <SignInButton />
        </>
      )}
    </section>
  );
}
