// The titles that the list starts from: found by words, taken from a sample, or pasted.
import { ClipboardPaste, X } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { useRoving } from '../shell/use-roving.ts';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { counted, wordsOf } from '../shell/words.ts';
import type { Steering } from '../state/steering.ts';
import { useStore } from '../state/use-store.ts';
import { ItemSearch } from './item-search.tsx';
import { PasteItems } from './paste-items.tsx';

/** From here on a list says more about the person than about what everybody likes. */
const ENOUGH = 3;
/** Titles whose names are asked for: the address holds no more either. */
const NAMED = 50;

export function HistoryPanel({ steering }: { steering: Steering }): JSX.Element {
  const { steering: store, items, announcer } = useStudio();
  const [isPasting, setPasting] = useState(false);
  const { history } = steering;
  const add = (ids: readonly string[], words: string): void => {
    store.change({ history: [...history.filter((id) => !ids.includes(id)), ...ids] });
    announcer.say(words);
  };
  return (
    <section class="panel history" aria-labelledby="history-title">
      <div class="head">
        <h2 id="history-title">Start from</h2>
        <button
          type="button"
          class="quiet"
          disabled={history.length === 0}
          onClick={() => store.change({ history: [] })}
        >
          Clear
        </button>
      </div>
      <ItemSearch
        onPick={(item) => {
          items.learn([item]);
          add([item.id], `${item.title} is added.`);
        }}
      />
      <p class="faint">{startWords(history.length)}</p>
      <HistoryItems history={history} />
      <div class="actions">
        <Samples
          onChoose={(ids, label) =>
            add(ids, `${counted(ids.length, 'title')} of the sample “${label}” are added.`)
          }
        />
        <button type="button" onClick={() => setPasting(true)}>
          <Icon of={ClipboardPaste} /> Paste or load
        </button>
      </div>
      {isPasting && (
        <PasteItems
          onClose={() => setPasting(false)}
          onAdd={(ids) => {
            setPasting(false);
            add(ids, `${counted(ids.length, 'title')} are added.`);
          }}
        />
      )}
    </section>
  );
}

function startWords(count: number): string {
  if (count === 0)
    return 'Three titles that you like are enough. Until then the list is what most people choose.';
  const missing = ENOUGH - count;
  return missing > 0
    ? `${counted(missing, 'more title')} and the list is yours.`
    : `${counted(count, 'title')}, newest first`;
}

function HistoryItems({ history }: { history: readonly string[] }): JSX.Element {
  const { steering, items, announcer } = useStudio();
  useStore(items);
  const rows = useRoving<HTMLOListElement>();
  const newest = history.slice(-NAMED);
  useEffect(() => {
    items.fetch(newest).catch((error: unknown) => announcer.say(wordsOf(error)));
  }, [history]);
  const removeAt = (place: number): void => {
    steering.change({ history: history.filter((_, at) => at !== place) });
    focusNear(rows.current);
  };
  return (
    <ol
      class="history-items"
      reversed
      ref={rows}
      aria-label="Titles you start from, newest first"
      tabIndex={-1}
    >
      {newest.toReversed().map((id, back) => {
        const title = items.get(id)?.title;
        const isUnknown = title === undefined && items.isSettled(id);
        return (
          <li key={`${id} ${back}`} data-row class={isUnknown ? 'is-unknown' : ''}>
            <span class="title" dir="auto">
              {title ?? id}
              {isUnknown && ' (not in this catalogue)'}
            </span>
            <button
              type="button"
              class="quiet"
              data-stop
              aria-label={`Remove ${title ?? id}`}
              onClick={() => removeAt(history.length - 1 - back)}
            >
              <Icon of={X} size={16} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Whoever removes by keyboard goes on at the row that took the place, or at the search when none is left. */
function focusNear(list: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const next = list?.querySelector<HTMLElement>('[data-stop]') ?? document.getElementById('find-item');
    next?.focus();
  });
}

interface SamplesProps {
  onChoose: (ids: readonly string[], label: string) => void;
}

function Samples({ onChoose }: SamplesProps): JSX.Element | null {
  const { samples } = useStart();
  const select = useRef<HTMLSelectElement>(null);
  if (samples.length === 0) return null;
  return (
    <select
      ref={select}
      aria-label="Take a sample’s titles"
      value=""
      onChange={({ currentTarget }) => {
        const sample = samples[Number(currentTarget.value)];
        currentTarget.value = '';
        if (sample !== undefined) onChoose(sample.history, sample.label);
      }}
    >
      <option value="" disabled>
        Take a sample…
      </option>
      {samples.map(({ label }, place) => (
        <option key={label} value={String(place)}>
          {label}
        </option>
      ))}
    </select>
  );
}
