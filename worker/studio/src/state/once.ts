// The same thing is done once: a key for what is being saved, kept until the answer is heard, through a reload too.

const KEY = 'trimtab.saving';

interface Kept {
  content: string;
  key: string;
}

/** The key of this content: the same until it is forgotten. */
export function keyFor(content: string): string {
  const kept = read();
  if (kept?.content === content) return kept.key;
  const key = crypto.randomUUID();
  sessionStorage.setItem(KEY, JSON.stringify({ content, key }));
  return key;
}

export function forgetKey(content: string): void {
  if (read()?.content === content) sessionStorage.removeItem(KEY);
}

function read(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
