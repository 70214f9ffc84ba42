// For how long a steering holds: a preset that ends by itself, or stands until the person changes it.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

const DAY_MS = 24 * 3_600_000;

export interface Span {
  label: string;
  /** Whether it steers every list of the person, the API's too, where nothing else is asked for. */
  isStanding: boolean;
  input: (now: number) => { expiresAt?: string };
}

const days = (count: number): Span => ({
  label: count === 1 ? 'For 1 day, everywhere' : `For ${count} days, everywhere`,
  isStanding: true,
  input: (now) => ({ expiresAt: new Date(now + count * DAY_MS).toISOString() }),
});

const KEPT: Span = { label: 'Keep it for when I choose it', isStanding: false, input: () => ({}) };

const SPANS: readonly Span[] = [
  KEPT,
  days(1),
  days(3),
  days(7),
  { label: 'Until I change it, everywhere', isStanding: true, input: () => ({}) },
];

export const useHowLong = (): [Span, (span: Span) => void] => useState<Span>(KEPT);

interface HowLongProps {
  chosen: Span;
  onChoose: (span: Span) => void;
}

/** This visit needs no choice: the address holds what is set. */
export function HowLong({ chosen, onChoose }: HowLongProps): JSX.Element {
  return (
    <label class="field">
      <span>For how long</span>
      <select
        value={chosen.label}
        onChange={({ currentTarget }) =>
          onChoose(SPANS.find(({ label }) => label === currentTarget.value) ?? KEPT)
        }
      >
        {SPANS.map(({ label }) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
