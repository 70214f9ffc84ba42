// The choice against profiling: it holds in every app that uses this service, until the person changes it.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useActing } from '../keep/use-acting.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';

const CHOICES = [
  {
    profiling: true,
    label: 'Profile me',
    what: 'Lists look at the titles you start from. What you do is kept, and trains the next model, only where you have agreed to it.',
  },
  {
    profiling: false,
    label: 'Do not profile me',
    what: 'Lists ignore your titles and show what many people chose; your wishes still count. No events of yours are kept, and those from before train nothing.',
  },
] as const;

export function Profiling(): JSX.Element {
  const { trimtab } = useStudio();
  const [chosen, setChosen] = useState<boolean | null>(null);
  /** Shown while it is saved, and taken back where that fails. */
  const [asked, setAsked] = useState<boolean | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const { isActing, error, run } = useActing();
  const read = (): void => {
    setUnread(null);
    trimtab.me.preferences.get().then(
      ({ profiling }) => setChosen(profiling),
      (reason: unknown) => setUnread(wordsOf(reason)),
    );
  };
  useEffect(read, []);
  const save = async (profiling: boolean): Promise<string> => {
    setAsked(profiling);
    try {
      // The other choice stays as it is now, whatever another tab has made of it.
      const { defaultPresetId } = await trimtab.me.preferences.get();
      const saved = await trimtab.me.preferences.put({ json: { profiling, defaultPresetId } });
      setChosen(saved.profiling);
      return saved.profiling ? 'You are profiled again.' : 'You are not profiled any more.';
    } finally {
      setAsked(null);
    }
  };
  return (
    <fieldset class="choices" disabled={chosen === null} aria-busy={isActing || chosen === null}>
      <legend>
        <h3>Profiling</h3>
      </legend>
      {CHOICES.map(({ profiling, label, what }) => (
        <div key={label} class="choice">
          <label>
            <input
              type="radio"
              name="profiling"
              aria-describedby={`profiling-${profiling}`}
              checked={(asked ?? chosen) === profiling}
              onChange={() => run(() => save(profiling))}
            />
            <b>{label}</b> {asked === profiling && <span class="faint">saving…</span>}
          </label>
          <p id={`profiling-${profiling}`} class="faint">
            {what}
          </p>
        </div>
      ))}
      {unread !== null && <ProblemNote words={unread} onRetry={read} />}
      {error !== null && <ProblemNote words={error} />}
    </fieldset>
  );
}
