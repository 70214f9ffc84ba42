// The list with what can be said of it as a whole: where it comes from, that it waits, and what went wrong.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { counted, listed } from '../shell/words.ts';
import type { Steering } from '../state/steering.ts';
import { ConsentChoice } from './consent-choice.tsx';
import { RankedList } from './ranked-list.tsx';
import type { Recommendations } from './use-recommendations.ts';
import { outcomeWords } from '../shell/wish-words.ts';

interface ListPanelProps {
  steering: Steering;
  recommendations: Recommendations;
}

export function ListPanel({ steering, recommendations }: ListPanelProps): JSX.Element {
  const { answered, isWaiting, error, again } = recommendations;
  const [withBase, setWithBase] = useState(false);
  const answer = answered?.answer ?? null;
  useAnnounced(recommendations);
  return (
    <section class="panel list" aria-labelledby="list-title" aria-busy={isWaiting}>
      <div class="head">
        <h2 id="list-title">Recommendations</h2>
        <label class="toggle">
          <input type="checkbox" checked={withBase} onChange={() => setWithBase(!withBase)} />
          Beside the unsteered
        </label>
      </div>
      {error !== null && <ProblemNote words={`${error} What you set is kept.`} onRetry={again} />}
      <p class="faint source">{isWaiting ? 'Asking…' : sourceWords(answer, steering)}</p>
      {answer !== null && (
        <RankedList answer={answer} steering={answered?.steering ?? steering} withBase={withBase} />
      )}
      {answer !== null && <ConsentChoice />}
    </section>
  );
}

const IMPACTS = {
  none: 'the list stays as it is',
  low: 'the list changes little',
  medium: 'the list changes',
  high: 'the list changes much',
};

function sourceWords(answer: RecommendationResponse | null, { history, wishes }: Steering): string {
  if (answer === null) return '';
  const from =
    answer.source !== 'popular'
      ? `From ${counted(history.length, 'title')}`
      : answer.degraded
        ? 'The model cannot answer now, so these are what most people choose'
        : 'What most people choose';
  const isWished = Object.keys(wishes).length > 0;
  const impact = isWished && answer.comparison !== undefined ? `; ${IMPACTS[answer.comparison.impact]}` : '';
  return `${from}${impact}.`;
}

/** Each answer is read out once: what came of the wishes, or that the list is there. */
function useAnnounced({ answered }: Recommendations): void {
  const { announcer } = useStudio();
  const { conceptOf } = useStart();
  useEffect(() => {
    if (answered === null) return;
    const { items, wishes = [] } = answered.answer;
    const outcomes = wishes.map(
      (wish) => `${conceptOf.get(wish.concept)?.label ?? wish.concept}: ${outcomeWords(wish)}`,
    );
    const first = items[0]?.title;
    const list =
      first === undefined
        ? 'The list is empty'
        : `${counted(items.length, 'recommendation')}, first ${first}`;
    announcer.say(outcomes.length === 0 ? `${list}.` : `${listed(outcomes)}. ${list}.`);
  }, [answered]);
}
