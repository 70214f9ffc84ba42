// The place of all concepts: one table, searched, filtered and sorted.
import { nextSorting, conceptTable, type Sorting } from '@trimtab/shared/views/concept-table.ts';
import { TRUST } from '@trimtab/shared/views/trust.ts';
import type { JSX, TargetedMouseEvent } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Shown } from '../shell/shown.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { counted } from '../shell/words.ts';
import { hrefOf } from '../shell/concept-href.ts';
import { ANY, matching, rowsIn, sortOf, type Filter } from './rows.ts';
import '@trimtab/shared/views/views.css';
import './concepts.css';

export function Concepts(): JSX.Element {
  const start = useStart();
  const { announcer } = useStudio();
  const rows = useMemo(() => rowsIn(start), [start]);
  const [filter, setFilter] = useState<Filter>(ANY);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const shown = matching(rows, filter);
  const count = counted(shown.length, 'concept') + (shown.length < rows.length ? ` of ${rows.length}` : '');
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) announcer.say(count);
    isFirst.current = false;
  }, [count]);
  const sort = ({ target }: TargetedMouseEvent<HTMLElement>): void => {
    const key = target instanceof HTMLElement ? target.dataset['sort'] : undefined;
    if (key !== undefined) setSorting(nextSorting(sorting, key));
  };
  return (
    <section class="panel">
      <div class="head">
        <h1>Concepts</h1>
        <p class="faint">{count}</p>
      </div>
      <p>
        These are the features found inside the model that people can turn up or down. “Share” is how many of
        the first ten show one, at strength −1, 0 and +1; “cost” is the quality that strength +1 loses.
      </p>
      <Filters filter={filter} onChange={setFilter} sorts={[...new Set(rows.map(sortOf))]} />
      {/* The buttons in the table's head are what is clicked or pressed. */}
      <div onClick={sort} role="presentation">
        <Shown view={conceptTable({ rows: shown, sorting, hrefOf })} />
      </div>
      {shown.length === 0 && (
        <p>
          No concept is like that.{' '}
          <button type="button" onClick={() => setFilter(ANY)}>
            Show all
          </button>
        </p>
      )}
    </section>
  );
}

interface FiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
  sorts: readonly string[];
}

function Filters({ filter, onChange, sorts }: FiltersProps): JSX.Element {
  return (
    <div class="filters">
      <label class="field">
        <span>Find a concept</span>
        <input
          type="search"
          autocomplete="off"
          value={filter.words}
          onInput={({ currentTarget }) => onChange({ ...filter, words: currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>How sure its name is</span>
        <select
          value={filter.trust}
          onChange={({ currentTarget }) =>
            onChange({ ...filter, trust: currentTarget.value as Filter['trust'] })
          }
        >
          <option value="any">any</option>
          {Object.entries(TRUST).map(([trust, words]) => (
            <option key={trust} value={trust}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Kind</span>
        <select
          value={filter.sort}
          onChange={({ currentTarget }) => onChange({ ...filter, sort: currentTarget.value })}
        >
          <option value="any">any</option>
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {sort}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
