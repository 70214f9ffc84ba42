// Keeps what is set: as a new preset, or as a change of the one that was loaded.
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { Conflict } from './conflict.tsx';
import { isNews } from './fate-words.ts';
import { changesBetween, isSame } from './preset-words.ts';
import { SaveNew } from './save-new.tsx';
import { useActing } from './use-acting.ts';
import { usePresets } from './use-presets.ts';
import { useStanding } from './use-standing.ts';

export function SaveBar({ steering }: { steering: Steering }): JSX.Element {
  const { store, isSignedIn, error } = usePresets();
  useStanding();
  const preset = store.find(steering.preset);
  return (
    <div class="stack save-bar">
      {preset !== undefined && <Loaded preset={preset} steering={steering} />}
      {isSignedIn && steering.preset !== null && store.presets === null && error === null && (
        <p class="note faint">Reading your preset…</p>
      )}
      <SaveNew steering={steering} isSignedIn={isSignedIn} />
      {error !== null && <p class="faint">Your presets cannot be read now. {error}</p>}
    </div>
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
        {preset.fates?.some(isNews) === true && '. A retraining changed what it does'}
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
