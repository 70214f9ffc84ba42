// Entry of the reference page.
import { withoutReferences } from '@trimtab/shared/references.ts';
import { render } from 'preact';
import type { Document } from './openapi.ts';
import { Reference } from './reference.tsx';
import './reference.css';

async function show(root: HTMLElement): Promise<void> {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  render(<Reference document={withoutReferences((await response.json()) as Document)} />, root);
  // The browser looked for the address's section before there was one.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

const root = document.getElementById('reference');
if (root !== null) {
  show(root).catch((error: unknown) => {
    render(<p>The contract cannot be read: {String(error)}. Load the page again.</p>, root);
  });
}
