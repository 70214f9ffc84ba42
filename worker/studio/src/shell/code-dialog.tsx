// A request as curl and as code of the client, each to be copied.
import { Copy } from 'lucide';
import type { JSX } from 'preact';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { useStudio } from './studio-context.ts';

export interface RequestCode {
  curl: string;
  /** With `trimtab/client`. */
  client: string;
}

interface CodeDialogProps {
  title: string;
  code: RequestCode;
  onClose: () => void;
}

export function CodeDialog({ title, code: { curl, client }, onClose }: CodeDialogProps): JSX.Element {
  return (
    <Dialog title={title} onClose={onClose}>
      <Block title="curl" text={curl} />
      <Block title="TypeScript, with trimtab/client" text={client} />
    </Dialog>
  );
}

function Block({ title, text }: { title: string; text: string }): JSX.Element {
  const { announcer } = useStudio();
  const copy = (): Promise<void> => navigator.clipboard.writeText(text).then(() => announcer.say('Copied.'));
  return (
    <section class="stack">
      <div class="head">
        <h3>{title}</h3>
        <button
          type="button"
          onClick={() =>
            copy().catch(() => announcer.say('The browser does not let the page copy: mark the text.'))
          }
        >
          <Icon of={Copy} /> Copy
        </button>
      </div>
      <pre class="code" tabIndex={0} aria-label={title} role="region">
        {text}
      </pre>
    </section>
  );
}
