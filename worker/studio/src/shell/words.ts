// How the page says numbers, lists and failures.

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** "a", "a and b", "a, b and c" */
export function listed(words: readonly string[], last = 'and'): string {
  const before = words.slice(0, -1);
  return before.length === 0 ? (words[0] ?? '') : `${before.join(', ')} ${last} ${words.at(-1)}`;
}

export const wordsOf = (error: unknown): string => {
  // A fetch that reached nobody throws a TypeError whose words differ from browser to browser.
  if (error instanceof TypeError) return 'The server cannot be reached.';
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return 'The server takes too long to answer.';
  return error instanceof Error ? error.message : String(error);
};

export const dayOf = (time: string): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
