// What stands in a place that needs a sign-in, for who is not signed in.
import type { JSX } from 'preact';
import { SignInButton, useSignIn } from '../shell/sign-in-button.tsx';

export function SignedOut({ what }: { what: string }): JSX.Element {
  const signIn = useSignIn();
  return (
    <div class="note stack">
      <p>
        {what}{' '}
        {signIn === null && 'This service has no sign-in set up: its operator can (docs/operations.md).'}
      </p>
      <div>
        <SignInButton />
      </div>
    </div>
  );
}
