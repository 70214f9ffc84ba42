// Ids or a CSV, pasted or from a file: what the catalogue knows of it is added, and what it lacks is named.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../shell/dialog.tsx';
import { useStudio } from '../shell/studio-context.ts';
import { counted, wordsOf } from '../shell/words.ts';
import type { ItemsKnown } from '../state/items-known.ts';

interface PasteItemsProps {
  onAdd: (ids: readonly string[]) => void;
  onClose: () => void;
}

/** What is looked at: the newest, since a model reads no more of a history. */
const NEWEST = 500;

interface Found {
  known: string[];
  unknown: string[];
}

export function PasteItems({ onAdd, onClose }: PasteItemsProps): JSX.Element {
  const { items } = useStudio();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<string | null>(null);
  const look = async (): Promise<void> => {
    setError(null);
    // The reader of tables is fetched when a table is there to be read.
    const { candidateColumns } = await import('./pasted-ids.ts');
    setFound(await bestOf(candidateColumns(text), items));
  };
  return (
    <Dialog title="Paste ids or a CSV" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          look().catch((reason: unknown) => setError(wordsOf(reason)));
        }}
      >
        <label class="field">
          <span>
            Ids, one a line or parted by commas; or a table with a column of items, and perhaps one of times
          </span>
          <textarea
            rows={8}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              setFound(null);
            }}
          />
        </label>
        <label class="field">
          <span>Or a file</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={async ({ currentTarget }) => {
              const content = await currentTarget.files?.[0]?.text();
              if (content !== undefined) setText(content);
              setFound(null);
            }}
          />
        </label>
        {error !== null && <p class="note is-problem">{error}</p>}
        {found !== null && <Outcome found={found} />}
        <div class="actions">
          <button disabled={text.trim() === ''}>Look them up</button>
          <button
            type="button"
            class="is-main"
            disabled={found === null || found.known.length === 0}
            onClick={() => onAdd(found?.known ?? [])}
          >
            Add {found === null ? '' : found.known.length}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Outcome({ found: { known, unknown } }: { found: Found }): JSX.Element {
  return (
    <p class="note">
      {counted(known.length, 'title')} of this catalogue
      {unknown.length === 0
        ? '.'
        : `; not in it: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? '…' : ''} (${unknown.length}).`}
    </p>
  );
}

/** The column of which the catalogue knows most. */
async function bestOf(columns: readonly string[][], items: ItemsKnown): Promise<Found> {
  let best: Found = { known: [], unknown: columns[0] ?? [] };
  for (const column of columns) {
    const ids = [...new Set(column)].slice(-NEWEST);
    await items.fetch(ids);
    const known = ids.filter((id) => items.get(id) !== undefined);
    if (known.length > best.known.length)
      best = { known, unknown: ids.filter((id) => items.get(id) === undefined) };
  }
  return best;
}
