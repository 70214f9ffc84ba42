// Base and steered lists beside each other, as wide as the terminal allows.
import type { RecommendedItem } from '@trimtab/shared/api.ts';

/** @param columns width of the terminal in characters */
export function sideBySide(
  left: { title: string; items: RecommendedItem[] },
  right: { title: string; items: RecommendedItem[]; marked: string },
  columns: number,
): string {
  const width = Math.max(20, Math.floor((Math.min(columns, 140) - 7) / 2));
  const cell = (text: string): string =>
    text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
  const mark = (item: RecommendedItem | undefined): string => {
    if (item === undefined) return '';
    return `${item.attributes.includes(right.marked) ? '● ' : '  '}${item.title}`;
  };
  const rows = Array.from({ length: Math.max(left.items.length, right.items.length) }, (_, i) => {
    const number = String(i + 1).padStart(2);
    return `${number} ${cell(mark(left.items[i]))}  ${cell(mark(right.items[i]))}`.trimEnd();
  });
  return [`   ${cell(left.title)}  ${cell(right.title)}`.trimEnd(), ...rows].join('\n');
}
