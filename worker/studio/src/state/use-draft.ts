// Text that is typed and not yet saved: it survives failures, sign-ins and a reload.
import { useState } from 'preact/hooks';

type Draft = [text: string, setText: (text: string) => void];

/** @param usual what stands there while nothing was typed */
export function useDraft(name: string, usual = ''): Draft {
  const key = `trimtab.draft.${name}`;
  const [typed, setTyped] = useState(() => sessionStorage.getItem(key));
  const setText = (text: string): void => {
    setTyped(text === usual ? null : text);
    if (text === usual) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  };
  return [typed ?? usual, setText];
}
