// The list for what is set now, asked again on every change. The last good list stays until a newer one is there.
import type { RecommendationRequest, RecommendationResponse } from '@trimtab/shared/api.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Steering } from '../state/steering.ts';
import { latestWins } from '../state/latest-wins.ts';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';

interface Answered {
  /** What the answer is for: while it is not what is set now, no result is claimed. */
  steering: Steering;
  answer: RecommendationResponse;
}

export interface Recommendations {
  answered: Answered | null;
  isWaiting: boolean;
  error: string | null;
  again: () => void;
}

/** What is sent for a steering. */
export const requestOf = ({ history, wishes, method, never }: Steering): RecommendationRequest => ({
  history: [...history],
  steering: { concepts: { ...wishes }, ...(method === 'add' ? {} : { method }) },
  ...(never.length > 0 && { exclude: [...never] }),
  limit: 10,
  compare: true,
});

/** Milliseconds after which an unreachable server is asked again by itself. */
const PATIENCE_MS = 5000;

export function useRecommendations(steering: Steering, who: string | null): Recommendations {
  const { trimtab } = useStudio();
  const [answered, setAnswered] = useState<Answered | null>(null);
  // An object, so that each failure is a new one, and is followed by another attempt.
  const [failure, setFailure] = useState<{ words: string } | null>(null);
  const push = useRef<((steering: Steering) => void) | null>(null);
  const current = useRef(steering);
  current.current = steering;
  push.current ??= latestWins(
    async (asked: Steering) => ({
      steering: asked,
      answer: await trimtab.recommendations.post({ json: requestOf(asked) }),
    }),
    {
      onAnswer: (answer) => {
        setAnswered(answer);
        setFailure(null);
      },
      onError: (reason) => setFailure({ words: wordsOf(reason) }),
    },
  );
  const again = (): void => push.current?.(current.current);
  useEffect(again, [steering, who]);
  useEffect(() => {
    if (failure === null) return;
    const timer = setTimeout(again, PATIENCE_MS);
    addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', again);
    };
  }, [failure]);
  const error = failure?.words ?? null;
  return { answered, isWaiting: error === null && answered?.steering !== steering, error, again };
}
