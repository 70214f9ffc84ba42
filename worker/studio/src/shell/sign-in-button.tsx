// Takes people to their issuer, where there is one; they come back to where they are now.
import { LogIn } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pageSettings, type PageSettings } from '../state/page-settings.ts';
import { Icon } from './icon.tsx';
import { useStudio } from './studio-context.ts';
import { wordsOf } from './words.ts';

/** Undefined while it is asked for. */
export function useSignIn(): PageSettings['signIn'] | undefined {
  const { announcer } = useStudio();
  const [signIn, setSignIn] = useState<PageSettings['signIn'] | undefined>(undefined);
  useEffect(() => {
    pageSettings().then(
      (settings) => setSignIn(settings.signIn),
      (error: unknown) => announcer.say(wordsOf(error)),
    );
  }, []);
  return signIn;
}

export function SignInButton(): JSX.Element | null {
  const { announcer } = useStudio();
  const signIn = useSignIn();
  const [isLeaving, setLeaving] = useState(false);
  if (signIn === null) return null;
  // Its place is kept, so that nothing moves when it is there.
  if (signIn === undefined)
    return (
      <button type="button" class="is-coming" disabled>
        <Icon of={LogIn} /> Sign in
      </button>
    );
  const leave = async (): Promise<void> => {
    // What signing in needs is fetched when somebody signs in.
    const { startSignIn } = await import('../state/open-id.ts');
    await startSignIn(signIn, window);
  };
  return (
    <button
      type="button"
      disabled={isLeaving}
      onClick={() => {
        setLeaving(true);
        leave().catch((error: unknown) => {
          setLeaving(false);
          announcer.say(`You cannot sign in now. ${wordsOf(error)}`);
        });
      }}
    >
      <Icon of={LogIn} /> Sign in
    </button>
  );
}
