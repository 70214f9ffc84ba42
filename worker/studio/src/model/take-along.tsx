// A copy of everything that is held about the person, as a file of theirs.
import { Download } from 'lucide';
import type { JSX } from 'preact';
import { saveFile } from '../keep/preset-file.ts';
import { useActing } from '../keep/use-acting.ts';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { counted, listed } from '../shell/words.ts';
import { wholeExport } from './whole-export.ts';
import { useState } from 'preact/hooks';

export function TakeAlong(): JSX.Element {
  const { trimtab } = useStudio();
  const { isActing, error, run } = useActing();
  const [said, setSaid] = useState<string | null>(null);
  const take = (): void =>
    run(async () => {
      const all = await wholeExport((after) =>
        trimtab.me.export.get({ query: { ...(after !== undefined && { after }) } }),
      );
      saveFile('trimtab-me.json', JSON.stringify(all, null, 2));
      const held = listed([
        counted(all.presets.length, 'preset'),
        counted(all.events.stored.length, 'event'),
        counted(all.answers.length, 'kept answer'),
      ]);
      const words = `The file holds ${held}, and what you chose about profiling.`;
      setSaid(words);
      return words;
    });
  return (
    <section class="stack" aria-labelledby="take-title">
      <h3 id="take-title">What is held about you</h3>
      <p>
        Presets with their revisions, your choices, answers kept for a day so that nothing is done twice, and
        the events that you agreed to.
      </p>
      <div class="actions">
        <button type="button" disabled={isActing} onClick={take}>
          <Icon of={Download} /> Take a copy along
        </button>
      </div>
      {said !== null && <p class="faint">{said}</p>}
      {error !== null && <ProblemNote words={error} />}
    </section>
  );
}
