// Attribute ids: `<kind>:<slug>`, the same whatever spelling a source uses.

/** Lower case, accents dropped, everything but letters and digits to single hyphens: `Sci-Fi` → `sci-fi`. */
export function slug(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
