// One concept's strength from -1 to 1, with its safe range on the track.
import { RotateCcw } from 'lucide';
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { signed } from '../shell/wish-words.ts';
import { useSettledTouch } from './use-settled-touch.ts';

interface SliderProps {
  concept: ConceptSummary;
  strength: number;
  /** `isStep`: it goes on the move before it, which is taken back with it. */
  onChange: (strength: number, isStep: boolean) => void;
}

/** Place on the track, in percent, of a strength from -1 to 1. */
const placeOf = (strength: number): number => (Math.max(-1, Math.min(1, strength)) + 1) * 50;

export function Slider({ concept, strength, onChange }: SliderProps): JSX.Element {
  const { id, label, safeRange } = concept;
  const isDragged = useRef(false);
  const touch = useSettledTouch(strength);
  const isSafe = strength >= safeRange.min && strength <= safeRange.max;
  const name = `strength ${id}`;
  return (
    <div class={`slider ${isSafe ? '' : 'is-beyond'}`}>
      <label for={name} dir="auto">
        {label}
      </label>
      <output for={name}>{signed(strength)}</output>
      <button
        type="button"
        class="round"
        aria-label={`Set ${label} to 0`}
        disabled={strength === 0}
        onClick={() => onChange(0, false)}
      >
        <Icon of={RotateCcw} size={16} />
      </button>
      <svg class="band" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect
          x={placeOf(safeRange.min)}
          width={Math.max(0, placeOf(safeRange.max) - placeOf(safeRange.min))}
          height="4"
        />
      </svg>
      <input
        id={name}
        type="range"
        min="-1"
        max="1"
        step="0.05"
        value={strength}
        aria-valuetext={`${signed(strength)}${isSafe ? '' : ', beyond the safe range'}`}
        {...touch.handlers}
        onPointerUp={({ currentTarget }) => {
          if (touch.end()) onChange(Number(currentTarget.value), false);
        }}
        onInput={({ currentTarget }) => {
          if (touch.isUndecided()) return;
          onChange(Number(currentTarget.value), isDragged.current);
          isDragged.current = true;
        }}
        onChange={() => (isDragged.current = false)}
      />
    </div>
  );
}
