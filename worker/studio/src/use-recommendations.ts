// Base and steered list for the present history and strengths, asked again on every change.
import type { RecommendationRequest, RecommendationResponse } from '@trimtab/shared/api.ts';
import type { Item } from '@trimtab/shared/browse.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { recommend } from './api.ts';
import { latestWins } from './latest-wins.ts';

interface Shown {
  answer: RecommendationResponse | null;
  error: string | null;
}

export function useRecommendations(history: readonly Item[], strengths: Strengths): Shown {
  const [shown, setShown] = useState<Shown>({ answer: null, error: null });
  const push = useRef<((question: RecommendationRequest) => void) | null>(null);
  push.current ??= latestWins(recommend, {
    onAnswer: (answer) => setShown({ answer, error: null }),
    onError: (error) => {
      const words = error instanceof Error ? error.message : String(error);
      // The last good lists stay under the message.
      setShown((before) => ({ ...before, error: words }));
    },
  });
  useEffect(() => {
    push.current?.({
      history: history.map(({ id }) => id),
      steering: { concepts: { ...strengths } },
      limit: 10,
      compare: true,
    });
  }, [history, strengths]);
  return shown;
}
