// Says that a sign-in has ended, and keeps saying so until it is put away or the person signs in again.
import type { JSX } from 'preact';
import { useStore } from '../state/use-store.ts';
import { ProblemNote } from './problem-note.tsx';
import { useStudio } from './studio-context.ts';

export function SignedOutNote(): JSX.Element | null {
  const { session } = useStudio();
  useStore(session);
  if (session.whySignedOut === null) return null;
  return (
    <ProblemNote words={session.whySignedOut}>
      <button type="button" class="quiet" onClick={() => session.signOut()}>
        Put away
      </button>
    </ProblemNote>
  );
}
