// Keeps what is set: for this visit, for some days, or under a name.
import { Save } from 'lucide';
import type { JSX } from 'preact';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { SignInButton, useSignIn } from '../shell/sign-in-button.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { listed } from '../shell/words.ts';
import type { Steering } from '../state/steering.ts';
import { useDraft } from '../state/use-draft.ts';
import { untilWords } from './default-words.ts';
import { HowLong, useHowLong, type Span } from './how-long.tsx';
import { wishLines } from './preset-words.ts';
import { useActing } from './use-acting.ts';

/** As the API takes it. */
const MOST_LETTERS = 100;

interface SaveNewProps {
  steering: Steering;
  isSignedIn: boolean;
}

export function SaveNew({ steering, isSignedIn }: SaveNewProps): JSX.Element {
  const { steering: store, presets } = useStudio();
  const [typed, setTyped] = useDraft('new-preset');
  const [howLong, setHowLong] = useHowLong(isSignedIn);
  const { isActing, error, run } = useActing();
  const suggested = useNameOf(steering);
  // What is found again by its name alone needs one of the person's own.
  const name = typed.trim() === '' && howLong.isStanding ? suggested : typed;
  const save = (event: Event): void => {
    event.preventDefault();
    if (name.trim() === '' || !isSignedIn) return;
    run(async () => {
      const { isStanding, input } = howLong;
      const saved = await presets.create({ name, concepts: { ...steering.wishes }, ...input(Date.now()) });
      if (isStanding) await presets.choose(saved.id);
      setTyped('');
      store.change({ preset: saved.id });
      if (!isStanding) return `“${saved.name}” is saved.`;
      return `“${saved.name}” steers your lists everywhere${untilWords(saved, presets.nextDefault, Date.now())}.`;
    });
  };
  const isClosed = useSignIn() === null;
  const isNamed = isSignedIn ? howLong.isKept : !isClosed;
  return (
    <form class="stack" onSubmit={save}>
      {(isSignedIn || !isClosed) && <HowLong chosen={howLong} onChoose={setHowLong} />}
      {isNamed && (
        <div class="with-button">
          <input
            id="preset-name"
            type="text"
            aria-label="Name to save it under"
            placeholder={howLong.isStanding && suggested !== '' ? suggested : 'Name it, to keep it'}
            maxLength={MOST_LETTERS}
            value={typed}
            dir="auto"
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          {isSignedIn ? (
            <button class="is-main" disabled={name.trim() === '' || isActing}>
              <Icon of={Save} /> {isActing ? 'Saving…' : 'Save'}
            </button>
          ) : (
            <SignInButton />
          )}
        </div>
      )}
      <p class="faint">{holdingWords(howLong, isSignedIn, isClosed)}</p>
      {error !== null && <ProblemNote words={`It is not saved. ${error} The name is kept here.`} />}
    </form>
  );
}

/** What is wished for, as short as a name must be. */
function useNameOf(steering: Steering): string {
  const { conceptOf } = useStart();
  const words = listed(wishLines({ concepts: steering.wishes }, (id) => conceptOf.get(id)?.label ?? id));
  return words.slice(0, MOST_LETTERS);
}

/** @param isClosed whether this service has no sign-in set up */
function holdingWords({ isKept, isStanding }: Span, isSignedIn: boolean, isClosed: boolean): string {
  if (!isSignedIn && isClosed)
    return 'Saving needs a sign-in, and this service has none set up. The address keeps all of it: copy the link.';
  if (!isKept) return 'Nothing is saved. The address holds it until you close this tab.';
  if (!isSignedIn) return 'Sign in to keep it beyond this visit. Until then the address holds it.';
  return isStanding
    ? 'Your lists in every app that asks here are steered by it, and this page begins with it.'
    : 'It waits among your presets.';
}
