// A preset's name, changed in place. What is typed stays until it is saved.
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { useDraft } from '../state/use-draft.ts';
import { Conflict } from './conflict.tsx';
import { useActing } from './use-acting.ts';

export function Rename({ preset }: { preset: Preset }): JSX.Element {
  const { presets } = useStudio();
  const [name, setName] = useDraft(`name ${preset.id}`, preset.name);
  const [isConflict, setConflict] = useState(false);
  const { isActing, error, run } = useActing(() => setConflict(true));
  const input = {
    name,
    concepts: preset.concepts,
    ...(preset.expiresAt !== undefined && { expiresAt: preset.expiresAt }),
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => `It is called “${(await presets.update(preset, input)).name}” now.`);
      }}
    >
      <div class="field">
        <label for="preset-new-name">Name</label>
        <span class="with-button">
          <input
            id="preset-new-name"
            type="text"
            maxLength={100}
            value={name}
            dir="auto"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
          <button disabled={isActing || name.trim() === '' || name === preset.name}>Rename</button>
        </span>
      </div>
      {error !== null && <ProblemNote words={`It is not renamed. ${error} The name you typed is kept.`} />}
      {isConflict && <Conflict preset={preset} mine={input} onClose={() => setConflict(false)} />}
    </form>
  );
}
