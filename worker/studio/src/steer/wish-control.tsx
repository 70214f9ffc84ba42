// One concept's wish: minus, plus and never, with today's count marked. It claims nothing before the answer.
import { Ban, Minus, Plus, X } from 'lucide';
import type { KeptWish } from '@trimtab/shared/api.ts';
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { Wish } from '@trimtab/shared/wishes.ts';
import type { JSX } from 'preact';
import { Icon } from '../shell/icon.tsx';
import { TEN } from '../state/wish-text.ts';
import type { Counts } from './base-counts.ts';
import { askedCount, canStep, stepped } from './wish-steps.ts';
import { costWords, outcomeWords, wishWords } from '../shell/wish-words.ts';
import { useStart } from '../shell/studio-context.ts';
import { keptAt } from '../state/wish-costs.ts';

interface WishControlProps {
  concept: ConceptSummary;
  wish: Wish | null;
  counts: Counts;
  /** What came of it; null while there is no answer to this very wish. */
  outcome: KeptWish | null;
  isWaiting: boolean;
  /** Whether nothing else is wished for. */
  isAlone: boolean;
  onChange: (wish: Wish | null) => void;
}

export function WishControl(props: WishControlProps): JSX.Element {
  const { concept, wish, counts, outcome, onChange } = props;
  const { label } = concept;
  const { base } = counts;
  return (
    <li
      data-row
      data-concept={concept.id}
      class={`wish ${wish === null ? '' : 'is-set'} ${outcome?.kept === false ? 'is-missed' : ''}`}
    >
      <span class="wish-label" dir="auto">
        {label}
      </span>
      <span class="wish-buttons" role="group" aria-label={`${label}: ${stateWords(props)}`}>
        <button
          type="button"
          class="round"
          data-stop
          aria-label={`Fewer: ${label}`}
          disabled={!canStep(wish, base, -1)}
          onClick={() => onChange(stepped(wish, base, -1))}
        >
          <Icon of={Minus} />
        </button>
        <Meter counts={counts} asked={askedCount(wish, base)} />
        <button
          type="button"
          class="round"
          data-stop
          aria-label={`More: ${label}`}
          disabled={!canStep(wish, base, 1)}
          onClick={() => onChange(stepped(wish, base, 1))}
        >
          <Icon of={Plus} />
        </button>
        <button
          type="button"
          class="round is-never"
          data-stop
          aria-label={`Never: ${label}`}
          aria-pressed={wish === 'never'}
          onClick={() => onChange(wish === 'never' ? null : 'never')}
        >
          <Icon of={Ban} />
        </button>
        <button
          type="button"
          class="round"
          data-stop
          aria-label={`As today: ${label}`}
          disabled={wish === null}
          onClick={() => onChange(null)}
        >
          <Icon of={X} />
        </button>
      </span>
      <span class="wish-state">{stateWords(props)}</span>
      <Cost {...props} />
    </li>
  );
}

/** Ten places: filled for what the list has, ringed for what is asked, with a mark under today's count. */
function Meter({ counts: { base, now }, asked }: { counts: Counts; asked: number | null }): JSX.Element {
  return (
    <span class="meter" aria-hidden="true">
      {Array.from({ length: TEN }, (_, place) => (
        <span
          key={place}
          class={[
            'pip',
            now !== null && place < now ? 'is-filled' : '',
            asked !== null && place < asked ? 'is-asked' : '',
            base !== null && place === base - 1 ? 'is-today' : '',
          ].join(' ')}
        />
      ))}
    </span>
  );
}

/** What the wish costs, once it is kept. Its line is there from the press on, so that no answer moves what is below. */
function Cost({ concept, wish, outcome, isAlone }: WishControlProps): JSX.Element | null {
  const points = useStart().wishCosts.get(concept.id) ?? [];
  if (wish === null || typeof wish === 'number' || points.length === 0) return null;
  const kept = outcome?.kept === true ? keptAt(points, outcome.came - outcome.base) : null;
  return <span class="wish-cost">{kept !== null && costWords(kept, isAlone)}</span>;
}

function stateWords({ wish, counts: { base }, outcome, isWaiting }: WishControlProps): string {
  const today = base === null ? '' : `today ${base}`;
  if (wish === null) return base === null ? 'not counted yet' : `${today} of ${TEN}`;
  if (typeof wish === 'number') return `${wishWords(wish)}${isWaiting ? ', asking…' : ''}`;
  if (outcome === null)
    return isWaiting ? `${wishWords(wish)}: asking…` : `${wishWords(wish)}: no answer yet`;
  return [outcomeWords(outcome), today].filter((words) => words !== '').join(', ');
}
