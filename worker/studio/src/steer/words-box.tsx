// A box for words: what is understood of them becomes wishes, each of which can be seen and taken back.
import type { SuggestResponse } from '@trimtab/shared/browse.ts';
import type { Wishes } from '@trimtab/shared/wishes.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStudio } from '../shell/studio-context.ts';
import { listed, wordsOf } from '../shell/words.ts';
import { refusalOf } from '../state/steering.ts';
import { wishWords } from '../shell/wish-words.ts';

export function WordsBox(): JSX.Element {
  const { trimtab, steering, announcer } = useStudio();
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<SuggestResponse | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);

  async function understand(): Promise<void> {
    const said = await trimtab.concepts.suggest.post({ json: { text } });
    setAnswer(said);
    const { wishes: before } = steering.current;
    const wishes = allowed(before, said.wishes ?? {});
    if (Object.keys(said.wishes ?? {}).length > 0) steering.change({ wishes });
    announcer.say(outcomeOf(said));
  }

  const ask = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === '' || isAsking) return;
    setAsking(true);
    setError(null);
    understand()
      .catch((reason: unknown) => setError(wordsOf(reason)))
      .finally(() => setAsking(false));
  };
  return (
    <form class="stack" onSubmit={ask}>
      <div class="field">
        <label for="words-said">Say it in words</label>
        <span class="with-button">
          <input
            id="words-said"
            type="text"
            maxLength={500}
            placeholder="funny, from the seventies, not scary"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button disabled={text.trim() === ''}>{isAsking ? 'Asking…' : 'Apply'}</button>
        </span>
      </div>
      {error !== null && <p class="note is-problem">{error}</p>}
      {answer !== null && error === null && <Understood answer={answer} />}
    </form>
  );
}

function Understood({ answer }: { answer: SuggestResponse }): JSX.Element {
  const { understood = [], notUnderstood = [] } = answer;
  return (
    <div class="understood">
      {understood.length === 0 && (
        <p class="faint">Nothing of it is known here. Try the name of a concept below.</p>
      )}
      {understood.length > 0 && (
        <ul class="chips" aria-label="What was understood">
          {understood.map(({ words, concept, label, wish, start }) => (
            <li key={`${start} ${concept}`} class="chip is-words">
              “{words}” is {label}: {wishWords(wish)}
            </li>
          ))}
        </ul>
      )}
      {notUnderstood.length > 0 && <p class="faint">Not understood: {listed(notUnderstood)}.</p>}
    </div>
  );
}

function outcomeOf({ understood = [], notUnderstood = [] }: SuggestResponse): string {
  const known = understood.map(({ label, wish }) => `${label}: ${wishWords(wish)}`);
  const said = known.length === 0 ? 'Nothing is understood.' : `Understood: ${listed(known)}.`;
  return notUnderstood.length === 0 ? said : `${said} Not understood: ${listed(notUnderstood)}.`;
}

/** Newer words come first where not all fit. */
function allowed(before: Wishes, said: NonNullable<SuggestResponse['wishes']>): Wishes {
  let wishes = before;
  for (const [concept, wish] of Object.entries(said)) {
    if (refusalOf(wishes, concept, wish) === null) wishes = { ...wishes, [concept]: wish };
  }
  return wishes;
}
