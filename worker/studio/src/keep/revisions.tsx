// What a preset was, with what each change did, and the way back.
import type { Preset, PresetRevision } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { dayOf, listed, wordsOf } from '../shell/words.ts';
import { Conflict } from './conflict.tsx';
import { changesBetween } from './preset-words.ts';
import { useActing } from './use-acting.ts';

export function Revisions({ preset }: { preset: Preset }): JSX.Element {
  const { trimtab } = useStudio();
  const [revisions, setRevisions] = useState<readonly PresetRevision[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    trimtab.presets[':id'].revisions.get({ param: { id: preset.id } }).then(
      (answer) => setRevisions(answer.revisions),
      (reason: unknown) => setError(wordsOf(reason)),
    );
  }, [preset.id, preset.revision]);
  return (
    <section class="stack" aria-labelledby="revisions-title">
      <h2 id="revisions-title">What it was</h2>
      {error !== null && <ProblemNote words={error} />}
      <ol class="revisions" reversed>
        {(revisions ?? []).map((revision, place) => (
          <Revision
            key={revision.revision}
            preset={preset}
            revision={revision}
            before={revisions?.[place + 1]}
            isCurrent={place === 0}
          />
        ))}
      </ol>
    </section>
  );
}

interface RevisionProps {
  preset: Preset;
  revision: PresetRevision;
  before: PresetRevision | undefined;
  isCurrent: boolean;
}

function Revision({ preset, revision, before, isCurrent }: RevisionProps): JSX.Element {
  const { presets } = useStudio();
  const { conceptOf } = useStart();
  const [isConflict, setConflict] = useState(false);
  const { isActing, error, run } = useActing(() => setConflict(true));
  const labelOf = (id: string): string => conceptOf.get(id)?.label ?? id;
  const changes = before === undefined ? [] : changesBetween(before, revision, labelOf);
  const { name, concepts } = revision;
  return (
    <li>
      <span>
        {revision.revision}, {dayOf(revision.updatedAt)}:{' '}
        <span dir="auto">
          {changes.length === 0
            ? before === undefined
              ? 'the oldest that is kept'
              : 'nothing changed'
            : listed(changes)}
        </span>
      </span>
      {!isCurrent && (
        <button
          type="button"
          class="quiet"
          disabled={isActing}
          aria-label={`Go back to it: revision ${revision.revision}`}
          onClick={() =>
            run(
              async () =>
                `It is as it was at revision ${revision.revision}: revision ${(await presets.update(preset, { name, concepts })).revision}.`,
            )
          }
        >
          Go back to it
        </button>
      )}
      {error !== null && <ProblemNote words={error} />}
      {isConflict && (
        <Conflict preset={preset} mine={{ name, concepts }} onClose={() => setConflict(false)} />
      )}
    </li>
  );
}
