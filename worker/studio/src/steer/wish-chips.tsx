// What is set, in words, each with a way to take it back.
import { X } from 'lucide';
import type { JSX } from 'preact';
import { Icon } from '../shell/icon.tsx';
import { useRoving } from '../shell/use-roving.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { wishWords } from '../shell/wish-words.ts';

interface WishChipsProps {
  steering: Steering;
  onTakeBack: (concept: string) => void;
}

export function WishChips({ steering: { wishes, never }, onTakeBack }: WishChipsProps): JSX.Element {
  const { conceptOf } = useStart();
  const { steering } = useStudio();
  const rows = useRoving<HTMLUListElement>();
  const entries = Object.entries(wishes);
  return (
    <ul class="chips" ref={rows} aria-label="What is set">
      {entries.length === 0 && never.length === 0 && (
        <li class="faint">Nothing yet. Press plus or minus at a concept, and your list follows.</li>
      )}
      {entries.map(([id, wish]) => {
        const label = conceptOf.get(id)?.label ?? id;
        const isGone = !conceptOf.has(id);
        return (
          <li key={id} class={isGone ? 'chip is-unknown' : 'chip'} data-row>
            <span dir="auto">
              {label}: {wishWords(wish)}
              {isGone && ' (this model does not have it)'}
            </span>
            <button
              type="button"
              class="quiet"
              data-stop
              aria-label={`Take back: ${label}`}
              onClick={() => onTakeBack(id)}
            >
              <Icon of={X} size={14} />
            </button>
          </li>
        );
      })}
      {never.length > 0 && (
        <li class="chip" data-row>
          {never.length === 1 ? 'One title is never shown' : `${never.length} titles are never shown`}
          <button
            type="button"
            class="quiet"
            data-stop
            aria-label="Show titles again that were never shown"
            onClick={() => steering.change({ never: [] })}
          >
            <Icon of={X} size={14} />
          </button>
        </li>
      )}
    </ul>
  );
}
