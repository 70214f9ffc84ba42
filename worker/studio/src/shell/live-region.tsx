// The page's only live region.
import type { JSX } from 'preact';
import { useStore } from '../state/use-store.ts';
import { useStudio } from './studio-context.ts';

export function LiveRegion(): JSX.Element {
  const { announcer } = useStudio();
  useStore(announcer);
  return (
    <div role="status" aria-live="polite" class="only-heard">
      {announcer.words}
    </div>
  );
}
