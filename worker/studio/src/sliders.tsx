// Sliders for the strongest concepts; the others wait behind "more" and a filter. What is set always shows.
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Slider } from './slider.tsx';

const STRONGEST = 12;

interface SlidersProps {
  concepts: readonly ConceptSummary[];
  strengths: Strengths;
  onChange: (strengths: Strengths) => void;
}

export function Sliders({ concepts, strengths, onChange }: SlidersProps): JSX.Element {
  const [showsAll, setShowsAll] = useState(false);
  const [filter, setFilter] = useState('');
  const isSet = ({ id }: ConceptSummary): boolean => (strengths[id] ?? 0) !== 0;
  const matches = ({ label }: ConceptSummary): boolean =>
    label.toLowerCase().includes(filter.trim().toLowerCase());
  const shown = concepts.filter(
    (concept, place) => isSet(concept) || (showsAll ? matches(concept) : place < STRONGEST),
  );
  return (
    <>
      <div class="panel-head">
        <h2 id="steer-title">Steer</h2>
        <button class="quiet" disabled={!concepts.some(isSet)} onClick={() => onChange({})}>
          All to 0
        </button>
      </div>
      <p class="faint legend">
        <span class="band" aria-hidden="true" /> safe range: the list still fits the person
      </p>
      {showsAll && (
        <label class="field">
          <span>Filter concepts</span>
          <input
            type="search"
            value={filter}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </label>
      )}
      <div class="sliders">
        {shown.map((concept) => (
          <Slider
            key={concept.id}
            concept={concept}
            strength={strengths[concept.id] ?? 0}
            onChange={(strength) => onChange({ ...strengths, [concept.id]: strength })}
          />
        ))}
      </div>
      {concepts.length > STRONGEST && (
        <button
          class="more"
          aria-expanded={showsAll}
          onClick={() => {
            setShowsAll(!showsAll);
            setFilter('');
          }}
        >
          {showsAll ? 'Show the strongest only' : `More concepts (${concepts.length - STRONGEST})`}
        </button>
      )}
    </>
  );
}
