// One Tab stop for many controls in rows: arrow keys go from one to the next, as in a grid (ARIA authoring practices).
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Controls that take part; each row of them is a child with `data-row`. */
const STOPS = '[data-stop]:not(:disabled)';

type Step = (rows: HTMLElement[][], row: number, column: number) => HTMLElement | undefined;

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: (rows, row, column) => rows[row]?.[column + 1],
  ArrowLeft: (rows, row, column) => rows[row]?.[column - 1],
  ArrowDown: (rows, row, column) => nearestIn(rows[row + 1], column),
  ArrowUp: (rows, row, column) => nearestIn(rows[row - 1], column),
  Home: (rows) => rows[0]?.[0],
  End: (rows) => rows.at(-1)?.[0],
};

const nearestIn = (row: HTMLElement[] | undefined, column: number): HTMLElement | undefined =>
  row?.[Math.min(column, row.length - 1)];

const rowsOf = (grid: HTMLElement): HTMLElement[][] =>
  [...grid.querySelectorAll<HTMLElement>('[data-row]')]
    .map((row) => [...row.querySelectorAll<HTMLElement>(STOPS)])
    .filter((row) => row.length > 0);

/** @returns to be given to the element that holds the rows */
export function useRoving<E extends HTMLElement>(): RefObject<E | null> {
  const grid = useRef<E>(null);
  // After every render, since rows come and go: exactly one control can be reached by Tab.
  useEffect(() => {
    if (grid.current !== null) settle(grid.current);
  });
  useEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const move = (event: KeyboardEvent): void => go(element, event);
    const enter = (event: FocusEvent): void => {
      if (event.target instanceof HTMLElement && event.target.matches(STOPS)) settle(element, event.target);
    };
    element.addEventListener('keydown', move);
    element.addEventListener('focusin', enter);
    return () => {
      element.removeEventListener('keydown', move);
      element.removeEventListener('focusin', enter);
    };
  }, []);
  return grid;
}

function settle(grid: HTMLElement, chosen?: HTMLElement): void {
  const stops = rowsOf(grid).flat();
  const current = chosen ?? stops.find((stop) => stop.tabIndex === 0) ?? stops[0];
  for (const stop of stops) stop.tabIndex = stop === current ? 0 : -1;
}

function go(grid: HTMLElement, event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const { target } = event;
  if (step === undefined || !(target instanceof HTMLElement) || !target.matches(STOPS)) return;
  const rows = rowsOf(grid);
  const row = rows.findIndex((stops) => stops.includes(target));
  const next = step(rows, row, rows[row]?.indexOf(target) ?? 0);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
