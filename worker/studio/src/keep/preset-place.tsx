// One preset: what it asks for, its name, its link, what it was before, and its end.
import { Copy, Star, Trash2 } from 'lucide';
import { useLocation, useRoute } from 'preact-iso';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CodeDialog } from '../shell/code-dialog.tsx';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { dayOf, wordsOf } from '../shell/words.ts';
import { untilWords } from './default-words.ts';
import { UNDO_MS } from './deleted.tsx';
import { Fates } from './fates.tsx';
import { presetCode } from './preset-code.ts';
import { Rename } from './rename.tsx';
import { Revisions } from './revisions.tsx';
import { Share } from './share.tsx';
import { SignedOut } from './signed-out.tsx';
import { useActing } from './use-acting.ts';
import { UseButton } from './use-button.tsx';
import { usePresets } from './use-presets.ts';
import { VersionWords } from './version-words.tsx';

export function PresetPlace(): JSX.Element {
  const { params } = useRoute();
  const { store, isSignedIn, error, again } = usePresets();
  const preset = store.find(params['id'] ?? null);
  return (
    <section class="panel">
      <p>
        <a href="/presets">All presets</a>
      </p>
      {!isSignedIn && <SignedOut what="A preset is shown to the person it belongs to." />}
      {error !== null && <ProblemNote words={error} onRetry={again} />}
      {isSignedIn && error === null && store.presets === null && <p class="faint">Reading…</p>}
      {store.presets !== null && preset === undefined && (
        <>
          <h1>There is no such preset</h1>
          <p>You may have deleted it, or it belongs to somebody else.</p>
        </>
      )}
      {preset !== undefined && <Shown key={preset.id} preset={preset} />}
    </section>
  );
}

function Shown({ preset }: { preset: Preset }): JSX.Element {
  const { presets } = useStudio();
  const [showsCode, setShowsCode] = useState(false);
  return (
    <>
      <h1 dir="auto">{preset.name}</h1>
      <VersionWords version={preset} isNamed={false} />
      <p class="faint">
        Changed {dayOf(preset.updatedAt)}, made for model {preset.modelVersion}
        {preset.expiresAt !== undefined && `, ends ${dayOf(preset.expiresAt)}`}
      </p>
      {presets.defaultId === preset.id && (
        <p dir="auto">Steers by default{untilWords(preset, presets.nextDefault, Date.now())}.</p>
      )}
      <div class="actions">
        <UseButton preset={preset} />
        <Actions preset={preset} />
        <button type="button" onClick={() => setShowsCode(true)}>
          As code
        </button>
      </div>
      <Fates preset={preset} />
      <Rename preset={preset} />
      <Share preset={preset} />
      <Revisions preset={preset} />
      {showsCode && (
        <CodeDialog
          title="Lists by this preset"
          code={presetCode(location.origin, preset.id)}
          onClose={() => setShowsCode(false)}
        />
      )}
    </>
  );
}

function Actions({ preset }: { preset: Preset }): JSX.Element {
  const { trimtab, presets, announcer } = useStudio();
  const { route } = useLocation();
  const { isActing, error, run } = useActing();
  const isDefault = presets.defaultId === preset.id;
  return (
    <>
      <button
        type="button"
        disabled={isActing}
        onClick={() =>
          run(async () => {
            const copy = await trimtab.presets[':id'].copy.post({ param: { id: preset.id } });
            presets.take(copy);
            route(`/presets/${copy.id}`);
            return `“${copy.name}” is copied. This is the copy.`;
          })
        }
      >
        <Icon of={Copy} /> Duplicate
      </button>
      <button
        type="button"
        aria-pressed={isDefault}
        disabled={isActing}
        onClick={() =>
          run(async () => {
            await presets.choose(isDefault ? null : preset.id);
            if (isDefault) return 'Nothing steers by default now.';
            return `“${preset.name}” steers by default${untilWords(preset, presets.nextDefault, Date.now())}.`;
          })
        }
      >
        <Icon of={Star} /> Default
      </button>
      <button
        type="button"
        disabled={isActing}
        onClick={() => {
          presets.leave(preset, UNDO_MS, (reason) => announcer.say(`It is not deleted. ${wordsOf(reason)}`));
          announcer.say(`“${preset.name}” is deleted. Undo stands on this page for ten seconds.`);
          route('/presets');
        }}
      >
        <Icon of={Trash2} /> Delete
      </button>
      {error !== null && <ProblemNote words={error} />}
    </>
  );
}
