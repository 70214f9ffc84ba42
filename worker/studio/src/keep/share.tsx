// A link that shows a preset to whoever has it, for as long as its owner lets it.
import { Link } from 'lucide';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { useActing } from './use-acting.ts';

export function Share({ preset }: { preset: Preset }): JSX.Element {
  const { trimtab, presets } = useStudio();
  const [address, setAddress] = useState<string | null>(null);
  const { isActing, error, run } = useActing();
  const param = { id: preset.id };
  const share = async (): Promise<string> => {
    const { token } = await trimtab.presets[':id'].share.post({ param });
    const link = `${location.origin}/shared/${token}`;
    setAddress(link);
    presets.take({ ...preset, shared: true });
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    return isCopied ? 'The link is made and copied.' : 'The link is made.';
  };
  const revoke = async (): Promise<string> => {
    await trimtab.presets[':id'].share.delete({ param });
    setAddress(null);
    presets.take({ ...preset, shared: false });
    return 'The link leads nowhere any more.';
  };
  return (
    <section class="stack" aria-labelledby="share-title">
      <h2 id="share-title">Share</h2>
      <p class="faint">
        {preset.shared
          ? 'A link is in force. It is shown once; a new link ends it.'
          : 'A link shows what this preset asks for to whoever has it, and never who you are.'}
      </p>
      {address !== null && (
        <label class="field">
          <span>The link, shown this once</span>
          <input readOnly value={address} onFocus={({ currentTarget }) => currentTarget.select()} />
        </label>
      )}
      <div class="actions">
        <button type="button" disabled={isActing} onClick={() => run(share)}>
          <Icon of={Link} /> {preset.shared ? 'Make a new link' : 'Make a link'}
        </button>
        {preset.shared && (
          <button type="button" disabled={isActing} onClick={() => run(revoke)}>
            End the link
          </button>
        )}
      </div>
      {error !== null && <ProblemNote words={error} />}
    </section>
  );
}
