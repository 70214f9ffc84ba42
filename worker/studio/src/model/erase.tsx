// Erasure of everything that is held about the person: asked twice, and honest about what stays for a while.
import { Trash2 } from 'lucide';
import type { Erasure } from '@trimtab/shared/me.ts';
import { day } from '@trimtab/shared/views/numbers.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useActing } from '../keep/use-acting.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { counted } from '../shell/words.ts';

export function Erase({ onErased }: { onErased: () => void }): JSX.Element {
  const [isAsked, setAsked] = useState(false);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const done = (made: Erasure): void => {
    setErasure(made);
    setAsked(false);
    onErased();
  };
  return (
    <section class="stack" aria-labelledby="erase-title">
      <h3 id="erase-title">Erasure</h3>
      {erasure === null ? (
        <p>
          What can be erased goes at once and for good; you stay signed in. The rest is listed with its time.
        </p>
      ) : (
        <Erased erasure={erasure} />
      )}
      <div class="actions">
        <button type="button" onClick={() => setAsked(true)}>
          <Icon of={Trash2} /> Erase everything…
        </button>
      </div>
      {isAsked && <Confirm onClose={() => setAsked(false)} onDone={done} />}
    </section>
  );
}

function Erased({ erasure: { erased, erasedAt, stillHeld } }: { erasure: Erasure }): JSX.Element {
  return (
    <div class="note stack">
      <p>
        Erased on {day(erasedAt)}: {counted(erased.presets, 'preset')} with all revisions, your choices, kept
        answers. Your choice about profiling went with them: choose again above, if you do not want to be
        profiled. This is still held:
      </p>
      <ul class="held">
        {stillHeld.map(({ where, until, detail }) => (
          <li key={where}>
            {detail}
            {until !== null && ` It is held until ${day(until)}.`}
          </li>
        ))}
        <li>
          The titles and wishes of the Steer place stand in its address. They never left this browser; take
          them back there, or close the tab.
        </li>
      </ul>
    </div>
  );
}

interface ConfirmProps {
  onClose: () => void;
  onDone: (erasure: Erasure) => void;
}

function Confirm({ onClose, onDone }: ConfirmProps): JSX.Element {
  const { trimtab, presets } = useStudio();
  const { isActing, error, run } = useActing();
  const erase = (): void =>
    run(async () => {
      const erasure = await trimtab.me.delete();
      await presets.read();
      onDone(erasure);
      return 'Everything that is held about you is erased. What stays for a while is listed.';
    });
  return (
    <Dialog title="Erase everything?" onClose={onClose}>
      <p>This goes at once, and nobody can bring it back for you:</p>
      <ul class="held">
        <li>all presets, what they were before, and links that show them</li>
        <li>your choice about profiling, which you would have to make again, and your default preset</li>
        <li>answers kept for requests that were sent twice</li>
        <li>events of yours: they leave the files within minutes</li>
      </ul>
      <p>
        This takes longer: backups of the database go after 30 days, and the model that serves may have learnt
        from your events until the next training, which leaves them out.
      </p>
      {error !== null && <ProblemNote words={error} />}
      <div class="actions">
        <button type="button" class="is-main" disabled={isActing} onClick={erase}>
          Erase everything
        </button>
        <button type="button" disabled={isActing} onClick={onClose}>
          Keep it
        </button>
      </div>
    </Dialog>
  );
}
