// One concept's dial from -1 to 1, with its safe range on the track and what it means on demand.
import type { ConceptPage, ConceptSummary } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { getConcept } from './api.ts';

interface SliderProps {
  concept: ConceptSummary;
  strength: number;
  onChange: (strength: number) => void;
}

/** Place on the track, in percent, of a strength from -1 to 1. */
const placeOf = (strength: number): string => `${(Math.max(-1, Math.min(1, strength)) + 1) * 50}%`;

const signed = (strength: number): string =>
  strength === 0 ? '0' : `${strength > 0 ? '+' : '−'}${Math.abs(strength).toFixed(2)}`;

export function Slider({ concept, strength, onChange }: SliderProps): JSX.Element {
  const { id, label, safeRange, kind } = concept;
  const isSafe = strength >= safeRange.min && strength <= safeRange.max;
  const beyond = isSafe ? '' : ', beyond the safe range';
  const track = {
    '--safe-from': placeOf(safeRange.min),
    '--safe-to': placeOf(safeRange.max),
    '--at': placeOf(strength),
  };
  return (
    <div class={`slider ${strength === 0 ? '' : 'is-set'} ${isSafe ? '' : 'is-beyond'}`} style={track}>
      <div class="slider-head">
        <label for={id}>{label}</label>
        <output
          for={id}
          title={isSafe ? undefined : 'Beyond the safe range: the list may fit the person less'}
        >
          {signed(strength)}
        </output>
        <button
          class="quiet"
          aria-label={`Set ${label} to 0`}
          disabled={strength === 0}
          onClick={() => onChange(0)}
        >
          ↺
        </button>
      </div>
      <input
        id={id}
        type="range"
        min="-1"
        max="1"
        step="0.05"
        value={strength}
        aria-valuetext={`${signed(strength)}${beyond}`}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
      <Meaning id={id} kind={kind} />
    </div>
  );
}

/** Fetched when first opened: nobody reads all of them. */
function Meaning({ id, kind }: Pick<ConceptSummary, 'id' | 'kind'>): JSX.Element {
  const [page, setPage] = useState<ConceptPage | null>(null);
  return (
    <details
      class="meaning"
      onToggle={async ({ currentTarget }) => {
        if (currentTarget.open && page === null) setPage(await getConcept(id));
      }}
    >
      <summary>{kind === 'emergent' ? 'found in the model' : 'what it means'}</summary>
      {page === null ? (
        <p class="faint">Loading…</p>
      ) : (
        <p>
          Strongest in{' '}
          {page.topItems
            .slice(0, 5)
            .map(({ title }) => title)
            .join(' · ') || 'no item'}
          {page.neighbours.length > 0 && (
            <span class="faint">
              {' '}
              — near{' '}
              {page.neighbours
                .slice(0, 3)
                .map(({ label }) => label)
                .join(', ')}
            </span>
          )}
        </p>
      )}
    </details>
  );
}
