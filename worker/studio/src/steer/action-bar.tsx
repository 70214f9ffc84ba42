// What can be done with all that is set: take a step back, hand it on as a link, or as a request in code.
import { Code, Link, Redo2, Undo2 } from 'lucide';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { SaveBar } from '../keep/save-bar.tsx';
import { Icon } from '../shell/icon.tsx';
import { useRoving } from '../shell/use-roving.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { CodeDialog } from '../shell/code-dialog.tsx';
import { requestOf } from './use-recommendations.ts';
import { recommendationCode } from './recommendation-code.ts';
import { steeringWords } from '../shell/wish-words.ts';

export function ActionBar({ steering }: { steering: Steering }): JSX.Element {
  const { steering: store, announcer } = useStudio();
  const { conceptOf } = useStart();
  const [showsCode, setShowsCode] = useState(false);
  const bar = useRoving<HTMLDivElement>();
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/${store.fragment}`);
    announcer.say('The link is copied: it shows another person this very list.');
  };
  return (
    <div class="panel bar">
      <p class="summary">{steeringWords(steering, (id) => conceptOf.get(id)?.label ?? id)}</p>
      <div ref={bar}>
        <div class="actions" data-row role="toolbar" aria-label="What is set">
          <button type="button" data-stop disabled={!store.canUndo} onClick={() => store.undo()}>
            <Icon of={Undo2} /> Undo
          </button>
          <button type="button" data-stop disabled={!store.canRedo} onClick={() => store.redo()}>
            <Icon of={Redo2} /> Redo
          </button>
          <button
            type="button"
            data-stop
            onClick={() =>
              copyLink().catch(() =>
                announcer.say('The browser does not let the page copy: take the address.'),
              )
            }
          >
            <Icon of={Link} /> Copy link
          </button>
          <button type="button" data-stop onClick={() => setShowsCode(true)}>
            <Icon of={Code} /> As code
          </button>
        </div>
      </div>
      <SaveBar steering={steering} />
      {showsCode && (
        <CodeDialog
          title="This list as a request"
          code={recommendationCode(location.origin, requestOf(steering))}
          onClose={() => setShowsCode(false)}
        />
      )}
    </div>
  );
}
