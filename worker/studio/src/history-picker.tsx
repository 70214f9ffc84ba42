// The history that recommendations start from: items found by title, or a sample's.
import type { Item } from '@trimtab/shared/browse.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getItems, searchItems } from './api.ts';
import { latestWins } from './latest-wins.ts';

interface HistoryPickerProps {
  /** Oldest first. */
  history: readonly Item[];
  samples: Samples['samples'];
  onChange: (history: Item[]) => void;
}

/** As many as the API describes at once. */
const MOST_ITEMS = 100;

export function HistoryPicker({ history, samples, onChange }: HistoryPickerProps): JSX.Element {
  const [sample, setSample] = useState('0');
  const edit = (changed: Item[]): void => {
    setSample('');
    onChange(changed);
  };
  return (
    <section class="panel history" aria-labelledby="history-title">
      <div class="panel-head">
        <h2 id="history-title">History</h2>
        <button class="quiet" disabled={history.length === 0} onClick={() => edit([])}>
          Clear
        </button>
      </div>
      {samples.length > 0 && (
        <SampleChoice
          samples={samples}
          chosen={sample}
          onChoose={async (choice) => {
            setSample(choice);
            const { history: ids = [] } = samples[Number(choice)] ?? {};
            onChange(await getItems(ids.slice(-MOST_ITEMS)));
          }}
        />
      )}
      <ItemSearch onPick={(item) => edit([...history, item])} />
      {history.length === 0 && <p class="faint">No items yet: the list shows what is popular.</p>}
      <ol class="history-items" reversed aria-label="Items of the history, newest first">
        {history.toReversed().map((item, place) => (
          <li key={`${item.id} ${history.length - place}`}>
            <span>{item.title}</span>
            <button
              class="quiet"
              aria-label={`Remove ${item.title}`}
              onClick={() => edit(history.filter((_, index) => index !== history.length - 1 - place))}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface SampleChoiceProps {
  samples: Samples['samples'];
  /** Place of a sample, or '' for a history of one's own. */
  chosen: string;
  onChoose: (choice: string) => Promise<void>;
}

function SampleChoice({ samples, chosen, onChoose }: SampleChoiceProps): JSX.Element {
  return (
    <label class="field">
      <span>Take a sample’s history</span>
      <select value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="" disabled>
          Your own
        </option>
        {samples.map(({ label }, place) => (
          <option key={label} value={String(place)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Plain buttons under a search field: everything is reached by Tab and Enter. */
function ItemSearch({ onPick }: { onPick: (item: Item) => void }): JSX.Element {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Item[] | null>(null);
  const search = useRef<((words: string) => void) | null>(null);
  search.current ??= latestWins(searchItems, { onAnswer: setFound, onError: () => setFound(null) });
  useEffect(() => {
    if (words.trim() === '') setFound(null);
    else search.current?.(words);
  }, [words]);
  const pick = (item: Item): void => {
    onPick(item);
    setWords('');
  };
  const shown = words.trim() === '' ? null : found;
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = shown ?? [];
        if (first !== undefined) pick(first);
      }}
    >
      <label class="field">
        <span>Add an item</span>
        <input
          type="search"
          placeholder="Search by title"
          autocomplete="off"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      {shown !== null && (
        <ul class="found" aria-label="Items found">
          {shown.length === 0 && <li class="faint">Nothing found</li>}
          {shown.map((item) => (
            <li key={item.id}>
              <button type="button" onClick={() => pick(item)}>
                {item.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
