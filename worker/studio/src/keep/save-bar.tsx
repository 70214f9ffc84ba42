// Keeps what is set: as a new preset, or as a change of the one that was loaded.
import { Save } from 'lucide';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { SignInButton, useSignIn } from '../shell/sign-in-button.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { useDraft } from '../state/use-draft.ts';
import { Conflict } from './conflict.tsx';
import { HowLong, useHowLong } from './how-long.tsx';
import { changesBetween, isSame } from './preset-words.ts';
import { useActing } from './use-acting.ts';
import { usePresets } from './use-presets.ts';

export function SaveBar({ steering }: { steering: Steering }): JSX.Element {
  const { store, isSignedIn, error } = usePresets();
  const preset = store.find(steering.preset);
  return (
    <div class="stack save-bar">
      {preset !== undefined && <Loaded preset={preset} steering={steering} />}
      <SaveNew steering={steering} isSignedIn={isSignedIn} />
      {error !== null && <p class="faint">Your presets cannot be read now. {error}</p>}
    </div>
  );
}

interface SaveNewProps {
  steering: Steering;
  isSignedIn: boolean;
}

function SaveNew({ steering, isSignedIn }: SaveNewProps): JSX.Element {
  const { steering: store, presets } = useStudio();
  const [name, setName] = useDraft('new-preset');
  const [howLong, setHowLong] = useHowLong();
  const { isActing, error, run } = useActing();
  const save = (event: Event): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    run(async () => {
      const saved = await presets.create({
        name,
        concepts: { ...steering.wishes },
        ...howLong.input(Date.now()),
      });
      if (howLong.isStanding) await presets.choose(saved.id);
      setName('');
      store.change({ preset: saved.id });
      return `“${saved.name}” is saved.`;
    });
  };
  return (
    <form class="stack" onSubmit={save}>
      <div class="with-button">
        <input
          id="preset-name"
          type="text"
          aria-label="Name to save it under"
          placeholder="Name it, to keep it"
          maxLength={100}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        {isSignedIn ? (
          <button class="is-main" disabled={name.trim() === '' || isActing}>
            <Icon of={Save} /> {isActing ? 'Saving…' : 'Save'}
          </button>
        ) : (
          <SignInButton />
        )}
      </div>
      {isSignedIn ? <HowLong chosen={howLong} onChoose={setHowLong} /> : <WhySignIn />}
      {error !== null && <ProblemNote words={`It is not saved. ${error} The name is kept here.`} />}
    </form>
  );
}

function WhySignIn(): JSX.Element {
  const signIn = useSignIn();
  return (
    <p class="faint">
      {signIn === null
        ? 'Saving needs a sign-in, and this service has none set up. The address keeps all of it: copy the link.'
        : 'Sign in to keep it beyond this visit. Until then the address holds it.'}
    </p>
  );
}

interface LoadedProps {
  preset: Preset;
  steering: Steering;
}

/** The preset that what is set began with, and what was changed since it was saved. */
function Loaded({ preset, steering }: LoadedProps): JSX.Element {
  const { steering: store, presets } = useStudio();
  const { conceptOf } = useStart();
  const [isConflict, setConflict] = useState(false);
  const { isActing, error, run } = useActing(() => setConflict(true));
  const mine = { name: preset.name, concepts: { ...steering.wishes } };
  const labelOf = (id: string): string => conceptOf.get(id)?.label ?? id;
  const isChanged = !isSame(preset, mine);
  return (
    <div class="note stack" data-preset={preset.id}>
      <p>
        <a href={`/presets/${preset.id}`}>{preset.name}</a>
        {isChanged
          ? `: changed since saved (${changesBetween(preset, mine, labelOf).join('; ')})`
          : ': as it is saved'}
      </p>
      {isChanged && (
        <div class="actions">
          <button
            type="button"
            class="is-main"
            disabled={isActing}
            onClick={() =>
              run(
                async () =>
                  `“${(await presets.update(preset, { ...mine, ...lasting(preset) })).name}” is changed.`,
              )
            }
          >
            Save the changes
          </button>
          <button type="button" onClick={() => store.change({ wishes: preset.concepts })}>
            Back to what is saved
          </button>
        </div>
      )}
      {error !== null && <ProblemNote words={`It is not saved. ${error} What you set is kept.`} />}
      {isConflict && <Conflict preset={preset} mine={mine} onClose={() => setConflict(false)} />}
    </div>
  );
}

/** An end that was set stays. */
const lasting = ({ expiresAt }: Preset): { expiresAt?: string } =>
  expiresAt === undefined ? {} : { expiresAt };
