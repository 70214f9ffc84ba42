// A view of shared/src/views on the page: the same tree that a report writes as text.
import { isElement, type View } from '@trimtab/shared/views/element.ts';
import { h, type ComponentChild, type JSX } from 'preact';

export function Shown({ view }: { view: View }): JSX.Element {
  return <>{drawn(view)}</>;
}

function drawn(view: View): ComponentChild {
  if (Array.isArray(view)) return view.map((part: View) => drawn(part));
  if (!isElement(view)) return view as ComponentChild;
  return h(view.tag, view.attributes, ...view.children.map(drawn));
}
