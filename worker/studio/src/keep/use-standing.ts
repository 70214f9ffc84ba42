// A visit begins with the preset that the person has chosen for all lists, where the address asks for nothing.
import { useEffect } from 'preact/hooks';
import { useStudio } from '../shell/studio-context.ts';
import { useStore } from '../state/use-store.ts';

/** Once for a tab: whoever takes it back has it stay back. */
const KEY = 'trimtab.standing';

export function useStanding(): void {
  const { presets, steering, announcer } = useStudio();
  const { presets: known, defaultId } = useStore(presets);
  useEffect(() => {
    if (known === null || sessionStorage.getItem(KEY) !== null) return;
    sessionStorage.setItem(KEY, 'looked');
    const { wishes, preset } = steering.current;
    const standing = known.find(({ id }) => id === defaultId);
    if (standing === undefined || preset !== null || Object.keys(wishes).length > 0) return;
    steering.change({ wishes: standing.concepts, preset: standing.id });
    announcer.say(`“${standing.name}” steers your lists. Undo takes it back.`);
  }, [known === null, defaultId]);
}
