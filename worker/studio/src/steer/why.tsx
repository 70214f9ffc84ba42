// Why an item is on the list: one sentence, and the parts of its score on demand.
import type { Explanation, RecommendedItem } from '@trimtab/shared/api.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../state/use-store.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import type { Steering } from '../state/steering.ts';
import { requestOf } from './use-recommendations.ts';
import { partsOf, sentenceOf } from './why-words.ts';

interface WhyProps {
  item: RecommendedItem;
  steering: Steering;
  onClose: () => void;
}

export function Why({ item, steering, onClose }: WhyProps): JSX.Element {
  const { trimtab, items, announcer } = useStudio();
  useStore(items);
  const { conceptOf } = useStart();
  const [explanation, setExplanation] = useState<Explanation | null>(null);
  const [error, setError] = useState<string | null>(null);
  const names = {
    concept: (id: string) => conceptOf.get(id)?.label ?? id,
    item: (id: string) => items.get(id)?.title ?? id,
  };
  useEffect(() => {
    const controller = new AbortController();
    setExplanation(null);
    trimtab.recommendations
      .post({ json: { ...requestOf(steering), explain: true } }, { signal: controller.signal })
      .then((answer) => {
        const found = answer.items.find(({ id }) => id === item.id)?.explanation ?? null;
        if (found === null) return setError('It is no longer on the list.');
        setExplanation(found);
        announcer.say(sentenceOf(item.title, found, names));
      })
      .catch((reason: unknown) => controller.signal.aborted || setError(wordsOf(reason)));
    return () => controller.abort();
  }, [item.id, steering]);
  return (
    <div class="why">
      <p>{error ?? (explanation === null ? 'Asking…' : sentenceOf(item.title, explanation, names))}</p>
      {explanation !== null && <Parts explanation={explanation} names={names} score={item.score} />}
      <button type="button" class="quiet" onClick={onClose}>
        Close
      </button>
    </div>
  );
}

interface PartsProps {
  explanation: Explanation;
  names: Parameters<typeof partsOf>[1];
  score: number;
}

function Parts({ explanation, names, score }: PartsProps): JSX.Element {
  return (
    <details>
      <summary>The parts of its score</summary>
      <table class="parts">
        <tbody>
          {partsOf(explanation, names).map(({ words, change }) => (
            <tr key={words}>
              <th scope="row" dir="auto">
                {words}
              </th>
              <td>{change.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Its score</th>
            <td>{score.toFixed(2)}</td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}
