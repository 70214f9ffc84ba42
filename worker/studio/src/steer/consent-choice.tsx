// Whether what a person says of titles trains the next model: their choice, with words of what is sent.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import { useStore } from '../state/use-store.ts';

export function ConsentChoice(): JSX.Element | null {
  const { consent, session, announcer } = useStudio();
  const { token } = useStore(session);
  const { state } = useStore(consent);
  const [error, setError] = useState<string | null>(null);
  if (token === null) return null;
  const withdraw = (): void => {
    setError(null);
    consent.withdraw().then(
      () => announcer.say('Taken back: nothing is sent, and what was sent trains nothing any more.'),
      (reason: unknown) => setError(wordsOf(reason)),
    );
  };
  const give = (): void => {
    consent.give();
    announcer.say('What you say of titles trains the next model from now on.');
  };
  const isGiven = state === 'given';
  return (
    <section class="stack consent" aria-label="What is sent">
      <label class="toggle">
        <input type="checkbox" checked={isGiven} onChange={() => (isGiven ? withdraw() : give())} />
        Let what I say of titles train the next model
      </label>
      <p class="faint">
        {isGiven
          ? '“I have seen it”, “Never show it” and “Less like this” send the title, the time and the list it stood on, kept under a pseudonym. Nothing else is sent.'
          : 'Off: what you say of titles changes your list, and is kept nowhere.'}
      </p>
      {state === 'withdrawing' && (
        <ProblemNote
          words={`Nothing is sent any more, but the service has not heard yet that what it has shall train nothing. ${error ?? ''}`}
          onRetry={withdraw}
        />
      )}
    </section>
  );
}
