// What the model takes the person for: a sentence and chips, each of which can be turned up, down or off.
import { Ban, Minus, Plus } from 'lucide';
import type { SuggestResponse } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { useRoving } from '../shell/use-roving.ts';
import { listed } from '../shell/words.ts';
import { latestWins } from '../state/latest-wins.ts';
import type { Steering } from '../state/steering.ts';
import type { WishChange } from './use-wish-change.ts';
import { canStep, stepped } from './wish-steps.ts';

type Tastes = NonNullable<SuggestResponse['taste']>;

/** As many as a sentence bears, and as chips beside it. */
const IN_SENTENCE = 3;
const SHOWN = 6;

interface TakenForProps {
  steering: Steering;
  onChange: WishChange;
}

export function TakenFor({ steering, onChange }: TakenForProps): JSX.Element {
  const tastes = useTastes(steering.history);
  const rows = useRoving<HTMLUListElement>();
  return (
    <section class="panel taken-for" aria-labelledby="taken-for-title">
      <h2 id="taken-for-title">What it takes you for</h2>
      <p>{sentenceOf(steering.history, tastes)}</p>
      <ul class="chips" ref={rows} aria-label="What it takes you for">
        {(tastes ?? []).slice(0, SHOWN).map((taste) => {
          const wish = steering.wishes[taste.id] ?? null;
          const base = Math.round(taste.baseShare * 10);
          return (
            <li key={taste.id} class="chip" data-row>
              <span dir="auto">
                {taste.label} <span class="faint">{Math.round(100 * taste.expectedShare)}%</span>
              </span>
              <button
                type="button"
                class="quiet"
                data-stop
                aria-label={`Less ${taste.label}`}
                disabled={!canStep(wish, base, -1)}
                onClick={() => onChange(taste.id, stepped(wish, base, -1))}
              >
                <Icon of={Minus} size={15} />
              </button>
              <button
                type="button"
                class="quiet"
                data-stop
                aria-label={`More ${taste.label}`}
                disabled={!canStep(wish, base, 1)}
                onClick={() => onChange(taste.id, stepped(wish, base, 1))}
              >
                <Icon of={Plus} size={15} />
              </button>
              <button
                type="button"
                class="quiet"
                data-stop
                aria-label={`No ${taste.label} at all`}
                aria-pressed={wish === 'never'}
                onClick={() => onChange(taste.id, wish === 'never' ? null : 'never')}
              >
                <Icon of={Ban} size={15} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function sentenceOf(history: readonly string[], tastes: Tastes | null): string {
  if (history.length === 0) return 'It knows nothing of you yet, and takes you for everybody.';
  if (tastes === null) return 'Looking…';
  if (tastes.length === 0) return 'Nothing stands out yet: add more titles.';
  const labels = tastes.slice(0, IN_SENTENCE).map(({ label }) => label);
  return `Somebody who goes on with ${listed(labels)}. The share says how likely your next title is of that kind.`;
}

/** Null before the first answer; then the last one stays until a newer is there. */
function useTastes(history: readonly string[]): Tastes | null {
  const { trimtab } = useStudio();
  const [tastes, setTastes] = useState<Tastes | null>(null);
  const ask = useRef<((history: readonly string[]) => void) | null>(null);
  ask.current ??= latestWins(
    async (items: readonly string[]) => {
      if (items.length === 0) return null;
      return (await trimtab.concepts.suggest.post({ json: { history: items.slice(-1000) } })).taste ?? [];
    },
    // What fails here fails for the list too, which says so.
    { onAnswer: setTastes, onError: () => setTastes(null) },
  );
  const key = history.join('\n');
  useEffect(() => ask.current?.(history), [key]);
  return tastes;
}
