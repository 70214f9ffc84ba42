// Two tabs changed the same preset: both versions side by side, and the person chooses.
import type { Preset, PresetInput } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../shell/dialog.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { dayOf, wordsOf } from '../shell/words.ts';
import { VersionWords } from './version-words.tsx';
import { useActing } from './use-acting.ts';

interface ConflictProps {
  /** As this tab knew it. */
  preset: Preset;
  mine: PresetInput;
  onClose: () => void;
}

export function Conflict({ preset, mine, onClose }: ConflictProps): JSX.Element {
  const { trimtab, presets, steering } = useStudio();
  const [theirs, setTheirs] = useState<Preset | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { isActing, error, run } = useActing();
  useEffect(() => {
    trimtab.presets[':id']
      .get({ param: { id: preset.id } })
      .then(setTheirs, (reason: unknown) => setFailure(wordsOf(reason)));
  }, [preset.id]);
  const problem = failure ?? error;
  return (
    <Dialog title="It was changed somewhere else" onClose={onClose}>
      <p>“{preset.name}” was saved in another tab or on another device meanwhile. Which one shall stay?</p>
      {problem !== null && <ProblemNote words={problem} />}
      {theirs !== null && (
        <div class="versions">
          <section class="stack">
            <h3>Yours, not saved yet</h3>
            <VersionWords version={mine} />
            <button
              type="button"
              class="is-main"
              disabled={isActing}
              onClick={() =>
                run(async () => {
                  const saved = await presets.update(theirs, mine);
                  onClose();
                  return `“${saved.name}” is saved as you have it.`;
                })
              }
            >
              Keep yours
            </button>
          </section>
          <section class="stack">
            <h3>Saved on {dayOf(theirs.updatedAt)}</h3>
            <VersionWords version={theirs} />
            <button
              type="button"
              disabled={isActing}
              onClick={() =>
                run(async () => {
                  presets.take(theirs);
                  if (steering.current.preset === theirs.id) steering.change({ wishes: theirs.concepts });
                  onClose();
                  return `“${theirs.name}” is as it was saved.`;
                })
              }
            >
              Take the saved one
            </button>
          </section>
        </div>
      )}
    </Dialog>
  );
}
