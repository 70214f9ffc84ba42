// A view: HTML or SVG as plain values, which the page draws by Preact and the report writes as text.

export type View = string | number | null | undefined | false | Element | readonly View[];

type Attribute = string | number | true | undefined;

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly children: readonly View[];
}

export const e = (tag: string, attributes: Element['attributes'] = {}, ...children: View[]): Element => ({
  tag,
  attributes,
  children,
});

export const isElement = (view: View): view is Element =>
  typeof view === 'object' && view !== null && 'tag' in view;

/** Elements that hold nothing and are never closed. */
const VOID = new Set(['br', 'hr', 'img', 'input']);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** HTML; whatever stands in it as text is escaped. */
export function htmlOf(view: View): string {
  if (view === null || view === undefined || view === false) return '';
  if (Array.isArray(view)) return view.map(htmlOf).join('');
  if (!isElement(view)) return escaped(String(view));
  const attributes = Object.entries(view.attributes).map(([name, value]) => {
    if (value === undefined) return '';
    return value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
  });
  const start = `<${view.tag}${attributes.join('')}>`;
  return VOID.has(view.tag) ? start : `${start}${htmlOf(view.children)}</${view.tag}>`;
}
