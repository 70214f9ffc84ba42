// Takes a preset's wishes to the list.
import { useLocation } from 'preact-iso';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useStudio } from '../shell/studio-context.ts';

interface UseButtonProps {
  preset: Pick<Preset, 'name' | 'concepts'> & Partial<Pick<Preset, 'id'>>;
}

export function UseButton({ preset: { id, name, concepts } }: UseButtonProps): JSX.Element {
  const { steering, announcer } = useStudio();
  const { route } = useLocation();
  return (
    <button
      type="button"
      data-stop
      aria-label={`Use ${name}`}
      onClick={() => {
        steering.change({ wishes: concepts, preset: id ?? null });
        announcer.say(`“${name}” steers your list.`);
        route(`/${steering.fragment}`);
      }}
    >
      Use
    </button>
  );
}
