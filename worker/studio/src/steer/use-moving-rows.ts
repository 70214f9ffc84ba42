// Rows that go to their new places: each is drawn where it was, and let go (FLIP). Nobody is moved who asked for stillness.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const MOVE = { duration: 320, easing: 'cubic-bezier(.2, .7, .2, 1)' };

/** @param order what the rows are of: each has its id in `data-id` */
export function useMovingRows<E extends HTMLElement>(order: readonly string[]): RefObject<E | null> {
  const list = useRef<E>(null);
  const before = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(':scope > [data-id]') ?? [])];
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const places = new Map(
      rows.map((row) => [row.dataset['id'] ?? '', row.getBoundingClientRect().top - top]),
    );
    if (before.current.size > 0 && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      for (const row of rows) move(row, before.current, places);
    }
    before.current = places;
  }, [order.join('\n')]);
  return list;
}

function move(
  row: HTMLElement,
  before: ReadonlyMap<string, number>,
  places: ReadonlyMap<string, number>,
): void {
  const id = row.dataset['id'] ?? '';
  const was = before.get(id);
  const is = places.get(id) ?? 0;
  if (was === undefined) row.animate([{ opacity: 0 }, { opacity: 1 }], MOVE);
  else if (was !== is) row.animate([{ transform: `translateY(${was - is}px)` }, { transform: 'none' }], MOVE);
}
