// Lists of entity tags as If-Match carries them (RFC 9110, 8.8.3 and 13.1.1).

/** An entity tag and the comma or the end behind it; empty members of a list are skipped. */
const MEMBER = /[ \t,]*(?:W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"[ \t]*(?:,|$)/y;

/**
 * The tags without their quotes, and without the `W/` that proxies put before them when they compress an answer.
 *
 * @returns `any` for `*`, or null for what is no list of entity tags
 */
export function parseEntityTags(header: string): readonly string[] | 'any' | null {
  const text = header.trim();
  if (text === '*') return 'any';
  const end = text.replace(/[ \t,]+$/, '').length;
  const tags: string[] = [];
  for (let at = 0; at < end; at = MEMBER.lastIndex) {
    MEMBER.lastIndex = at;
    const [, tag] = MEMBER.exec(text) ?? [];
    if (tag === undefined) return null;
    tags.push(tag);
  }
  return tags.length === 0 ? null : tags;
}
