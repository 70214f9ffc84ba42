// For how long a steering holds: this visit, some days, until it is changed, or whenever it is chosen by its name.
import type { JSX } from 'preact';
import { useDraft } from '../state/use-draft.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** On the hour, so that what is sent again after a lost answer is the same, and is saved once. */
const fullHour = (time: number): number => Math.ceil(time / HOUR_MS) * HOUR_MS;

export interface Span {
  label: string;
  /** Whether the service keeps it; what holds for a visit is held by the address. */
  isKept: boolean;
  /** Whether it steers every list of the person, the API's too, where nothing else is asked for. */
  isStanding: boolean;
  /** When it ends by itself, if it does. */
  input: (now: number) => { expiresAt?: string };
}

const VISIT: Span = { label: 'This visit', isKept: false, isStanding: false, input: () => ({}) };

const days = (count: number): Span => ({
  label: `${count === 1 ? '1 day' : `${count} days`}, everywhere`,
  isKept: true,
  isStanding: true,
  input: (now) => ({ expiresAt: new Date(fullHour(now + count * DAY_MS)).toISOString() }),
});

const BY_NAME: Span = {
  label: 'Kept, for when I choose it',
  isKept: true,
  isStanding: false,
  input: () => ({}),
};

export const SPANS: readonly Span[] = [
  VISIT,
  days(1),
  days(3),
  days(7),
  { label: 'Until I change it, everywhere', isKept: true, isStanding: true, input: () => ({}) },
  BY_NAME,
];

/** What is chosen survives a sign-in and a reload. Who is not signed in keeps nothing unless they say so. */
export function useHowLong(isSignedIn: boolean): [Span, (span: Span) => void] {
  const usual = isSignedIn ? BY_NAME : VISIT;
  const [label, setLabel] = useDraft('how-long', usual.label);
  return [SPANS.find((span) => span.label === label) ?? usual, (span) => setLabel(span.label)];
}

interface HowLongProps {
  chosen: Span;
  onChoose: (span: Span) => void;
}

export function HowLong({ chosen, onChoose }: HowLongProps): JSX.Element {
  return (
    <label class="field">
      <span>For how long</span>
      <select
        id="how-long"
        value={chosen.label}
        onChange={({ currentTarget }) => onChoose(SPANS[currentTarget.selectedIndex] ?? chosen)}
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
