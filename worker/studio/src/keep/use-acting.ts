// Something done with the service: one at a time, its failure in words, and what it did told to whoever listens.
import { useRef, useState } from 'preact/hooks';
import { TrimtabError } from '../../../../client/index.ts';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';

interface Acting {
  isActing: boolean;
  error: string | null;
  /** @param act resolves with what is said when it is done; a second press while it runs does nothing */
  run: (act: () => Promise<string | null>) => void;
}

export function useActing(onConflict?: () => void): Acting {
  const { announcer } = useStudio();
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isRunning = useRef(false);
  const run = (act: () => Promise<string | null>): void => {
    if (isRunning.current) return;
    isRunning.current = true;
    setActing(true);
    setError(null);
    act()
      .then((said) => said !== null && announcer.say(said))
      .catch((reason: unknown) => {
        if (reason instanceof TrimtabError && reason.status === 412 && onConflict !== undefined) onConflict();
        // That the sign-in has ended is said above, for the whole page.
        else if (!(reason instanceof TrimtabError && reason.status === 401)) setError(wordsOf(reason));
      })
      .finally(() => {
        isRunning.current = false;
        setActing(false);
      });
  };
  return { isActing, error, run };
}
