// The list: one whose rows move, or beside the unsteered one, row by row.
import type { RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRoving } from '../shell/use-roving.ts';
import { useStart } from '../shell/studio-context.ts';
import type { Steering } from '../state/steering.ts';
import { ItemMenu } from './item-menu.tsx';
import { useMovingRows } from './use-moving-rows.ts';
import { Why } from './why.tsx';

interface RankedListProps {
  answer: RecommendationResponse;
  steering: Steering;
  withBase: boolean;
}

export function RankedList({ answer, steering, withBase }: RankedListProps): JSX.Element {
  const { items, base = [] } = answer;
  const marked = useMarked(steering);
  const [explained, setExplained] = useState<string | null>(null);
  const rows = useRoving<HTMLDivElement>();
  const list = useMovingRows<HTMLOListElement>(items.map(({ id }) => id));
  const isKept = new Set(items.map(({ id }) => id));
  return (
    <div class={`lists ${withBase ? 'is-aligned' : ''}`} ref={rows}>
      {withBase && (
        <div>
          <h3>Unsteered</h3>
          <ol class="rows" aria-label="Unsteered list">
            {base.map((item) => (
              <li key={item.id} class={isKept.has(item.id) ? 'row-item' : 'row-item is-gone'}>
                <Entry item={item} marked={marked} />
              </li>
            ))}
          </ol>
        </div>
      )}
      <div>
        <h3 class={withBase ? '' : 'only-heard'}>Your list</h3>
        <ol class="rows" ref={list} aria-label="Your list">
          {items.map((item) => (
            <li key={item.id} class="row-item" data-row data-id={item.id}>
              <Entry item={item} marked={marked} />
              <Move moved={item.moved} isSteered={isSteered(steering)} />
              <ItemMenu
                item={item}
                answer={answer}
                onWhy={() => setExplained(explained === item.id ? null : item.id)}
              />
              {explained === item.id && (
                <Why item={item} steering={steering} onClose={() => setExplained(null)} />
              )}
            </li>
          ))}
        </ol>
        {items.length === 0 && <p class="note">Nothing is left: what you have left out is all there is.</p>}
      </div>
    </div>
  );
}

const isSteered = ({ wishes, never }: Steering): boolean =>
  Object.keys(wishes).length > 0 || never.length > 0;

/** Attributes that are steered: items that have them show it. */
function useMarked({ wishes }: Steering): ReadonlySet<string> {
  const { conceptOf } = useStart();
  return new Set(Object.keys(wishes).flatMap((id) => conceptOf.get(id)?.attribute ?? []));
}

interface EntryProps {
  item: RecommendedItem;
  marked: ReadonlySet<string>;
}

function Entry({ item, marked }: EntryProps): JSX.Element {
  const { labelOf } = useStart();
  return (
    <div class="entry">
      <span class="rank" aria-hidden="true">
        {item.rank}
      </span>
      <div>
        <span class="title" dir="auto">
          {item.title}
        </span>
        <span class="tags">
          {item.attributes.map((attribute) => (
            <span key={attribute} class={marked.has(attribute) ? 'tag is-marked' : 'tag'} dir="auto">
              {labelOf(attribute)}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

interface MoveProps {
  moved: number | null | undefined;
  isSteered: boolean;
}

/** It always takes its place, so that nothing beside it moves. */
function Move({ moved, isSteered: shows }: MoveProps): JSX.Element {
  if (!shows || moved === undefined || moved === 0) return <span class="move" />;
  if (moved === null) return <span class="move is-new">new</span>;
  const words = `${Math.abs(moved)} ${moved > 0 ? 'up' : 'down'}`;
  return (
    <span class={`move ${moved > 0 ? 'is-up' : 'is-down'}`}>
      <span aria-hidden="true">
        {moved > 0 ? '▲' : '▼'} {Math.abs(moved)}
      </span>
      <span class="only-heard">{words}</span>
    </span>
  );
}
