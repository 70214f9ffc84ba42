// What a link shows: a preset in words, to be used, or copied to one's own.
import { useLocation, useRoute } from 'preact-iso';
import type { PresetRevision } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { TrimtabError } from '../../../../client/index.ts';
import { CodeDialog } from '../shell/code-dialog.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { SignInButton } from '../shell/sign-in-button.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { dayOf, wordsOf } from '../shell/words.ts';
import { useStore } from '../state/use-store.ts';
import { sharedCode } from './preset-code.ts';
import { useActing } from './use-acting.ts';
import { UseButton } from './use-button.tsx';
import { VersionWords } from './version-words.tsx';

export function SharedPlace(): JSX.Element {
  const { trimtab } = useStudio();
  const { params } = useRoute();
  const token = params['token'] ?? '';
  const [preset, setPreset] = useState<PresetRevision | null>(null);
  const [error, setError] = useState<unknown>(null);
  const read = (): void => {
    setError(null);
    trimtab['shared-presets'][':token'].get({ param: { token } }).then(setPreset, setError);
  };
  useEffect(read, [token]);
  if (error instanceof TrimtabError && (error.status === 404 || error.status === 400)) return <NoSuchLink />;
  return (
    <section class="panel">
      <h1>A preset that somebody shares with you</h1>
      {error !== null && <ProblemNote words={wordsOf(error)} onRetry={read} />}
      {preset === null && error === null && <p class="faint">Reading…</p>}
      {preset !== null && <Shown preset={preset} token={token} />}
    </section>
  );
}

function NoSuchLink(): JSX.Element {
  return (
    <section class="panel">
      <h1>This link leads nowhere</h1>
      <p>
        Whoever shared it may have ended it, or made another. <a href="/">Steer your own recommendations</a>{' '}
        instead.
      </p>
    </section>
  );
}

function Shown({ preset, token }: { preset: PresetRevision; token: string }): JSX.Element {
  const { trimtab, session, presets } = useStudio();
  const { route } = useLocation();
  const isSignedIn = useStore(session).token !== null;
  const [showsCode, setShowsCode] = useState(false);
  const { isActing, error, run } = useActing();
  return (
    <>
      <VersionWords version={preset} />
      <p class="faint">
        Changed {dayOf(preset.updatedAt)}, made for model {preset.modelVersion}
      </p>
      <div class="actions">
        <UseButton preset={preset} />
        {isSignedIn ? (
          <button
            type="button"
            disabled={isActing}
            onClick={() =>
              run(async () => {
                const copy = await trimtab['shared-presets'][':token'].copy.post({ param: { token } });
                presets.take(copy);
                route(`/presets/${copy.id}`);
                return `“${copy.name}” is yours now.`;
              })
            }
          >
            Copy to mine
          </button>
        ) : (
          <SignInButton />
        )}
        <button type="button" onClick={() => setShowsCode(true)}>
          As code
        </button>
      </div>
      {!isSignedIn && <p class="faint">Sign in to copy it to your own.</p>}
      {error !== null && <ProblemNote words={error} />}
      {showsCode && (
        <CodeDialog
          title="This preset as a request"
          code={sharedCode(location.origin, token)}
          onClose={() => setShowsCode(false)}
        />
      )}
    </>
  );
}
