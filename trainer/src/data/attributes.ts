// Attribute ids: `<kind>:<slug>`, the same whatever spelling a source uses.

/** Lower case, accents dropped, apostrophes too, all else but letters and digits to single
 * hyphens: `Sci-Fi` → `sci-fi`, `Children's` → `childrens`. */
export function slug(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
