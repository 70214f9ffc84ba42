// The wishes: what is set as chips, and a control for each concept that matches the filter, strongest first.
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRoving } from '../shell/use-roving.ts';
import { useStart } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { Advanced } from './advanced.tsx';
import { countsOf } from './base-counts.ts';
import type { Recommendations } from './use-recommendations.ts';
import { WishChips } from './wish-chips.tsx';
import { WishControl } from './wish-control.tsx';
import { WordsBox } from './words-box.tsx';
import type { WishChange } from './use-wish-change.ts';

/** As many as can be seen at once without looking for one. */
const STRONGEST = 12;

interface WishesPanelProps {
  steering: Steering;
  recommendations: Recommendations;
  onChange: WishChange;
}

export function WishesPanel({ steering, recommendations, onChange }: WishesPanelProps): JSX.Element {
  const { concepts } = useStart();
  const [filter, setFilter] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const shown = concepts.filter((concept, place) =>
    filter.trim() === ''
      ? showsAll || place < STRONGEST || concept.id in steering.wishes
      : matches(concept, filter),
  );
  return (
    <section class="panel wishes" aria-labelledby="wishes-title">
      <h2 id="wishes-title">What you want</h2>
      <WishChips steering={steering} onTakeBack={(concept) => onChange(concept, null)} />
      <WordsBox />
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
      <Controls shown={shown} steering={steering} recommendations={recommendations} onChange={onChange} />
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

interface ControlsProps extends WishesPanelProps {
  shown: readonly ConceptSummary[];
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
          isAlone={Object.keys(steering.wishes).length <= 1}
          onChange={(wish) => onChange(concept.id, wish)}
        />
      ))}
    </ul>
  );
}
