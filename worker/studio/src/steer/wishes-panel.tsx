// The wishes: what is set as chips, and a control for each concept that matches the filter, strongest first.
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { Wish } from '@trimtab/shared/wishes.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRoving } from '../shell/use-roving.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { refusalOf, withWish, type Steering } from '../state/steering.ts';
import { Advanced } from './advanced.tsx';
import { countsOf } from './base-counts.ts';
import type { Recommendations } from './use-recommendations.ts';
import { WishChips } from './wish-chips.tsx';
import { WishControl } from './wish-control.tsx';

/** As many as can be seen at once without looking for one. */
const STRONGEST = 12;

interface WishesPanelProps {
  steering: Steering;
  recommendations: Recommendations;
}

export function WishesPanel({ steering, recommendations }: WishesPanelProps): JSX.Element {
  const { concepts } = useStart();
  const [filter, setFilter] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const change = useWishChange();
  const shown = concepts.filter((concept, place) =>
    filter.trim() === ''
      ? showsAll || place < STRONGEST || concept.id in steering.wishes
      : matches(concept, filter),
  );
  return (
    <section class="panel wishes" aria-labelledby="wishes-title">
      <h2 id="wishes-title">What you want</h2>
      <WishChips steering={steering} onTakeBack={(concept) => change(concept, null)} />
      <label class="field">
        <span>Find a concept</span>
        <input
          id="find-concept"
          type="search"
          placeholder="Comedy, 1970s…"
          autocomplete="off"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      </label>
      <Controls shown={shown} steering={steering} recommendations={recommendations} onChange={change} />
      {shown.length === 0 && <p class="faint">No concept has such a name.</p>}
      {filter.trim() === '' && concepts.length > STRONGEST && (
        <button type="button" class="more" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show the strongest only' : `Show all ${concepts.length} concepts`}
        </button>
      )}
      <Advanced steering={steering} />
    </section>
  );
}

const matches = ({ label, id }: ConceptSummary, filter: string): boolean =>
  `${label} ${id}`.toLowerCase().includes(filter.trim().toLowerCase());

type WishChange = (concept: string, wish: Wish | null) => void;

/** Sets a wish, or says why it cannot be set. */
function useWishChange(): WishChange {
  const { steering, announcer } = useStudio();
  return (concept, wish) => {
    const { wishes } = steering.current;
    const refusal = wish === null ? null : refusalOf(wishes, concept, wish);
    if (refusal !== null) announcer.say(refusal);
    else steering.change({ wishes: withWish(wishes, concept, wish) });
  };
}

interface ControlsProps extends WishesPanelProps {
  shown: readonly ConceptSummary[];
  onChange: WishChange;
}

function Controls({ shown, steering, recommendations, onChange }: ControlsProps): JSX.Element {
  const { answered, isWaiting } = recommendations;
  const answer = answered?.answer ?? null;
  const isCurrent = answered?.steering === steering;
  const rows = useRoving<HTMLUListElement>();
  return (
    <ul class="controls" ref={rows} aria-label="Concepts">
      {shown.map((concept) => (
        <WishControl
          key={concept.id}
          concept={concept}
          wish={steering.wishes[concept.id] ?? null}
          counts={countsOf(concept, answer)}
          outcome={(isCurrent && answer?.wishes?.find((wish) => wish.concept === concept.id)) || null}
          isWaiting={isWaiting}
          onChange={(wish) => onChange(concept.id, wish)}
        />
      ))}
    </ul>
  );
}
