// A search for items: Enter adds the first found, arrow keys go down the list and back.
import type { Item } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { latestWins } from '../state/latest-wins.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { counted, wordsOf } from '../shell/words.ts';

interface ItemSearchProps {
  onPick: (item: Item) => void;
}

const SHOWN = 8;

export function ItemSearch({ onPick }: ItemSearchProps): JSX.Element {
  const { announcer } = useStudio();
  const { labelOf } = useStart();
  const [words, setWords] = useState('');
  const found = useFound(words);
  const field = useRef<HTMLInputElement>(null);
  const pick = (item: Item): void => {
    onPick(item);
    setWords('');
    field.current?.focus();
  };
  const isOpen = words.trim() !== '' && found !== null;
  useEffect(() => {
    if (isOpen)
      announcer.say(found.length === 0 ? 'Nothing is found.' : `${counted(found.length, 'title')} found.`);
  }, [found]);
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = found ?? [];
        if (isOpen && first !== undefined) pick(first);
      }}
      onKeyDown={(event) => goAmong(event, field.current)}
    >
      <label class="field">
        <span>Add a title</span>
        <input
          id="find-item"
          ref={field}
          type="search"
          placeholder="A title, or a genre"
          autocomplete="off"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      {isOpen && (
        <ul class="found" aria-label="Titles found">
          {found.length === 0 && <li class="faint">Nothing is found. Try fewer letters, or a genre.</li>}
          {found.map((item) => (
            <li key={item.id}>
              <button type="button" tabIndex={-1} data-found onClick={() => pick(item)}>
                <span dir="auto">{item.title}</span>
                <span class="faint" dir="auto">
                  {item.attributes.slice(0, 3).map(labelOf).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

/** What was found for these words; null before there is an answer. */
function useFound(words: string): Item[] | null {
  const { trimtab, announcer } = useStudio();
  const [found, setFound] = useState<Item[] | null>(null);
  const search = useRef<((words: string) => void) | null>(null);
  search.current ??= latestWins(
    async (query: string) => (await trimtab.items.get({ query: { query, limit: String(SHOWN) } })).items,
    { onAnswer: setFound, onError: (error) => announcer.say(wordsOf(error)) },
  );
  useEffect(() => {
    if (words.trim() === '') setFound(null);
    else search.current?.(words);
  }, [words]);
  return found;
}

function goAmong(event: KeyboardEvent, field: HTMLInputElement | null): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(event.key === 'ArrowDown' || event.key === 'ArrowUp'))
    return;
  const stops = [field, ...currentTarget.querySelectorAll<HTMLElement>('[data-found]')];
  const at = stops.findIndex((stop) => stop === target);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined || next === null) return;
  event.preventDefault();
  next.focus();
}
