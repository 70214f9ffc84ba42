// One concept's dial from -1 to 1, with its safe range on the track and what it means on demand.
import type { ConceptPage, ConceptSummary } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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
  const [isExplained, setExplained] = useState(false);
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
        <button
          class="quiet"
          aria-label={`What ${label} means`}
          aria-expanded={isExplained}
          onClick={() => setExplained(!isExplained)}
        >
          ?
        </button>
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
      {isExplained && <Meaning id={id} kind={kind} />}
    </div>
  );
}

/** Fetched when first opened: nobody reads all of them. */
function Meaning({ id, kind }: Pick<ConceptSummary, 'id' | 'kind'>): JSX.Element {
  const [page, setPage] = useState<ConceptPage | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    getConcept(id).then(setPage, (reason: unknown) => setError(String(reason)));
  }, [id]);
  if (page === null) return <p class="meaning faint">{error ?? 'Loading…'}</p>;
  const titles = page.topItems.slice(0, 5).map(({ title }) => title);
  const neighbours = page.neighbours.slice(0, 3).map(({ label }) => label);
  return (
    <p class="meaning">
      {kind === 'emergent' && 'Found in the model, named by no attribute. '}
      Strongest in: {titles.join(' · ') || 'no item'}
      {neighbours.length > 0 && <span class="faint"> — near {neighbours.join(', ')}</span>}
    </p>
  );
}
