// All presets of a person: to use one, look into it, take them along or bring them in.
import { Download, Star, Upload } from 'lucide';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { counted, dayOf, listed } from '../shell/words.ts';
import { useRoving } from '../shell/use-roving.ts';
import { untilWords } from './default-words.ts';
import { Deleted } from './deleted.tsx';
import { isNews } from './fate-words.ts';
import { presetFileOf, saveFile } from './preset-file.ts';
import { wishLines } from './preset-words.ts';
import { SignedOut } from './signed-out.tsx';
import { useActing } from './use-acting.ts';
import { usePresets } from './use-presets.ts';
import { UseButton } from './use-button.tsx';

export function PresetsPlace(): JSX.Element {
  const { store, isSignedIn, error, again } = usePresets();
  const { presets } = store;
  return (
    <section class="panel">
      <div class="head">
        <h1>Your presets</h1>
        {isSignedIn && <Files />}
      </div>
      <Deleted />
      {!isSignedIn && <SignedOut what="Presets are kept for people who are signed in." />}
      {error !== null && <ProblemNote words={error} onRetry={again} />}
      {isSignedIn && presets === null && error === null && <p class="faint">Reading…</p>}
      {presets !== null && <List presets={presets} />}
    </section>
  );
}

function List({ presets }: { presets: readonly Preset[] }): JSX.Element {
  const rows = useRoving<HTMLUListElement>();
  const { conceptOf } = useStart();
  const { presets: store } = useStudio();
  const now = Date.now();
  if (presets.length === 0)
    return (
      <p>
        Nothing is kept yet. <a href="/">Set what you want</a>, give it a name, and it stays here.
      </p>
    );
  return (
    <ul class="presets" ref={rows} aria-label="Your presets">
      {presets.map((preset) => (
        <li key={preset.id} class="preset" data-row>
          <div>
            <a href={`/presets/${preset.id}`} data-stop dir="auto">
              {preset.name}
            </a>
            {store.defaultId === preset.id && (
              <span class="badge">
                <Icon of={Star} size={13} /> steers by default
                {untilWords(preset, store.nextDefault, now)}
              </span>
            )}
            {preset.shared && <span class="badge">shared</span>}
            {preset.fates?.some(isNews) === true && (
              <span class="badge is-news">changed by a retraining</span>
            )}
            {preset.expiresAt !== undefined && store.defaultId !== preset.id && (
              <span class="badge">ends {dayOf(preset.expiresAt)}</span>
            )}
            <p class="faint" dir="auto">
              {listed(wishLines(preset, (id) => conceptOf.get(id)?.label ?? id)) || 'It steers nothing.'}
            </p>
          </div>
          <UseButton preset={preset} />
        </li>
      ))}
    </ul>
  );
}

/** All of them as a file, and those of a file to one's own. */
function Files(): JSX.Element {
  const { trimtab, presets } = useStudio();
  const { isActing, error, run } = useActing();
  const file = useRef<HTMLInputElement>(null);
  const bringIn = (chosen: File): void =>
    run(async () => {
      const { presets: made, unknownConcepts } = await trimtab.presets.import.post({
        json: presetFileOf(await chosen.text()),
      });
      await presets.read();
      const unknown =
        unknownConcepts.length === 0 ? '' : ` This model does not have ${listed(unknownConcepts)}.`;
      return `${counted(made.length, 'preset')} are brought in.${unknown}`;
    });
  return (
    <div class="actions">
      <button type="button" disabled={isActing} onClick={() => file.current?.click()}>
        <Icon of={Upload} /> Import
      </button>
      <input
        ref={file}
        type="file"
        class="only-heard"
        tabIndex={-1}
        aria-label="File of presets"
        accept="application/json,.json"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) bringIn(chosen);
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        disabled={isActing}
        onClick={() =>
          run(async () => {
            saveFile('trimtab-presets.json', JSON.stringify(await trimtab.presets.export.get(), null, 2));
            return 'Your presets are saved as a file.';
          })
        }
      >
        <Icon of={Download} /> Export
      </button>
      {error !== null && <ProblemNote words={error} />}
    </div>
  );
}
