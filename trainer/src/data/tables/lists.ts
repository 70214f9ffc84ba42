// Cells that hold several labels, in the many ways in which tables write a list.

/** How the cells of one column are split; `null` leaves a cell whole unless it says itself that it is a list. */
export type Separator = string | null;

/** Cells that say nothing, by pandas, SQL, IMDb and others. */
const EMPTY = /^(nan|none|null|n\/a|\\n)$/i;

/**
 * The separator of a column, by all of its cells: `|`, else `;`, else a comma.
 *
 * @param spaced whether blanks separate where none of these is, as in RecBole's `token_seq`
 */
export function separatorOf(cells: readonly string[], spaced = false): Separator {
  const open = cells.filter((cell) => bracketed(cell) === null && quotedParts(cell) === null);
  const found = ['|', ';', ','].find((mark) => open.some((cell) => cell.includes(mark)));
  return found ?? (spaced ? ' ' : null);
}

/**
 * The labels of a cell. Lists of JSON (`["Action","Sci-Fi"]`), Python (`['Action', 'Sci-Fi']`), numpy and SQL (`{Action,"Sci-Fi"}`)
 * are told by their brackets, `'Health & Care', 'Beauty'` by its quotes; of objects the `name` counts.
 */
export function parseList(cell: string, separator: Separator): string[] {
  const text = cell.trim();
  if (text === '' || EMPTY.test(text)) return [];
  const parts = bracketed(text) ?? quotedParts(text) ?? (separator === null ? [text] : text.split(separator));
  return parts.map((part) => part.trim()).filter((part) => part !== '' && !EMPTY.test(part));
}

/** The parts of a list in brackets; null for what is none. */
function bracketed(cell: string): string[] | null {
  const text = cell.trim();
  const inside = /^(?:\[(.*)\]|\{(.*)\}|\((.*,.*)\)|c\((.*)\))$/s.exec(text);
  if (inside === null) return null;
  const json = fromJson(text);
  if (json !== null) return json;
  const content = inside.slice(1).find((part) => part !== undefined) ?? '';
  const names = [...content.matchAll(/['"]name['"]\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g)];
  if (names.length > 0) return names.map((match) => unescaped(groupOf(match)));
  return pieces(content);
}

function fromJson(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(labelOf) : null;
  } catch {
    return null;
  }
}

function labelOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(labelOf);
  if (typeof value === 'object' && value !== null && 'name' in value) return labelOf(value.name);
  return [];
}

/** Quoted words or bare ones, between commas or, as numpy writes them, blanks. */
function pieces(content: string): string[] {
  const quoted = quotedParts(content);
  if (quoted !== null) return quoted;
  return content
    .replace(/[[\]{}]/g, '')
    .split(',')
    .map((part) => unquoted(part.trim())); // lists in lists are one
}

/** `'a', 'b'`, `"a" "b"`: quotes around each part, commas or blanks between them; null for anything else. */
function quotedParts(cell: string): string[] | null {
  const text = cell.trim();
  if (/^".*"\s*,|,\s*".*"$/s.test(text)) return partsOf(text); // beside bare ones
  if (!/^(['"]).*\1,?$/s.test(text) || /^(['"])[^'"]*\1$/s.test(text) === false && !/['"]\s*,?\s*['"]/.test(text)) return null; // prettier-ignore
  return partsOf(text);
}

function partsOf(text: string): string[] | null {
  const part = /\s*(?:"((?:[^"\\]|\\.|"(?!\s*(?:,|\s['"]|$)))*)"|'((?:[^'\\]|\\.|'(?!\s*(?:,|\s['"]|$)))*)'|([^,'"\s][^,]*))\s*(?:,|(?=\s*['"])|$)/gy; // prettier-ignore
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(part)) {
    parts.push(unescaped(groupOf(match)));
    end = match.index + match[0].length;
  }
  return end === text.length ? parts : null;
}

/** What the one group holds that took part in the match. */
const groupOf = (match: RegExpExecArray): string => match.slice(1).find((part) => part !== undefined) ?? '';

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

const unquoted = (text: string): string => /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
