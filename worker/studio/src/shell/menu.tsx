// A button that opens a menu: arrow keys choose, Escape gives the focus back (ARIA authoring practices, menu button).
import type { IconNode } from 'lucide';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export interface MenuEntry {
  label: string;
  icon: IconNode;
  act: () => void;
}

interface MenuProps {
  /** What the button says to whoever hears it. */
  label: string;
  icon: IconNode;
  entries: readonly MenuEntry[];
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Menu({ label, icon, entries }: MenuProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    itemsOf(root.current)[0]?.focus();
    const leave = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      class="menu"
      ref={root}
      onKeyDown={(event) => {
        if (!isOpen) return;
        const items = itemsOf(root.current);
        const step = STEPS[event.key];
        if (event.key === 'Escape') close();
        else if (event.key === 'Tab') setOpen(false);
        else if (step !== undefined) items[step(focused(items), items.length)]?.focus();
        else return;
        if (event.key !== 'Tab') event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        ref={button}
        type="button"
        class="round"
        data-stop
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon of={icon} />
      </button>
      {isOpen && (
        <div class="menu-items" role="menu" aria-label={label}>
          {entries.map(({ label: words, icon: sign, act }) => (
            <button
              key={words}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                act();
              }}
            >
              <Icon of={sign} /> {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const itemsOf = (root: HTMLElement | null): HTMLElement[] => [
  ...(root?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
];

const focused = (items: readonly HTMLElement[]): number =>
  items.findIndex((item) => item === document.activeElement);
