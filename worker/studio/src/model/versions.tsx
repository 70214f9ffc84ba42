// Which version serves, and which others there are: asked for when this place is looked at.
import type { VersionsResponse } from '@trimtab/shared/browse.ts';
import { versionsView } from '@trimtab/shared/views/model/versions.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { Shown } from '../shell/shown.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';

export function Versions(): JSX.Element {
  const { trimtab } = useStudio();
  const { modelVersion } = useStart().model;
  const [versions, setVersions] = useState<VersionsResponse['versions'] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const read = (): void => {
    setError(null);
    trimtab.model.versions.get().then(
      (found) => setVersions(found.versions),
      (reason: unknown) => setError(wordsOf(reason)),
    );
  };
  useEffect(read, [modelVersion]);
  return (
    <section
      class="panel model-versions"
      aria-labelledby="versions-title"
      aria-busy={versions === null && error === null}
    >
      <h2 id="versions-title">Versions, and which one serves</h2>
      {versions !== null && <Shown view={versionsView(versions)} />}
      {versions === null && error === null && <p class="faint">Reading…</p>}
      {error !== null && <ProblemNote words={error} onRetry={read} />}
    </section>
  );
}
