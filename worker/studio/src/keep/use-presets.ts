// The person's presets, read when a place that shows them is gone to.
import { useEffect, useState } from 'preact/hooks';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import type { PresetsStore } from '../state/presets-store.ts';
import { useStore } from '../state/use-store.ts';

interface Presets {
  store: PresetsStore;
  isSignedIn: boolean;
  error: string | null;
  again: () => void;
}

export function usePresets(): Presets {
  const { presets, session } = useStudio();
  useStore(presets);
  const { token } = useStore(session);
  const [error, setError] = useState<string | null>(null);
  const again = (): void => {
    setError(null);
    presets.read().catch((reason: unknown) => session.token !== null && setError(wordsOf(reason)));
  };
  useEffect(again, [token]);
  return { store: presets, isSignedIn: token !== null, error, again };
}
