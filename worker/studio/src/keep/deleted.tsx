// What was just deleted, and the way to have it back.
import { Undo2 } from 'lucide';
import type { JSX } from 'preact';
import { Icon } from '../shell/icon.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { useStore } from '../state/use-store.ts';

/** Long enough to see that it was the wrong one. */
export const UNDO_MS = 10_000;

export function Deleted(): JSX.Element | null {
  const { presets, announcer } = useStudio();
  useStore(presets);
  if (presets.leaving.length === 0) return null;
  return (
    <>
      {presets.leaving.map(({ id, name }) => (
        <div key={id} class="note head">
          <span>“{name}” is deleted.</span>
          <button
            type="button"
            onClick={() => {
              presets.takeBack(id);
              announcer.say(`“${name}” is back.`);
            }}
          >
            <Icon of={Undo2} /> Undo
          </button>
        </div>
      ))}
    </>
  );
}
