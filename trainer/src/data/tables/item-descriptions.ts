// What sources say about items, and the catalogue that comes of it.
import type { Attribute, Catalogue } from '@trimtab/shared/catalogue.ts';
import { slug } from '../attributes.ts';

export interface ItemDescription {
  title: string;
  attributes: { kind: string; label: string }[];
}

/** External item id → what is known of it. */
export type ItemDescriptions = ReadonlyMap<string, ItemDescription>;

/** A tag is worth steering by when it is on this many items of the catalogue; other kinds need one. */
const LEAST_TAGGED = 30;

/** Kinds in the order in which people look at them; any other kind stands before tags. */
const KINDS = ['genre', 'era', 'mood'];

/** How MovieLens says that a film has no genre. */
export const NO_GENRE = /^\(no genres listed\)$|^unknown$/i;

export function describeFilm(title: string, genres: readonly string[], year?: string): ItemDescription {
  const full = year !== undefined && /^\d{4}$/.test(year) && !yearOf(title) ? `${title} (${year})` : title;
  const known = genres.map((genre) => genre.trim()).filter((genre) => genre !== '' && !NO_GENRE.test(genre));
  const released = yearOf(full);
  return {
    title: full,
    attributes: [
      ...known.map((label) => ({ kind: 'genre', label })),
      ...(released === null ? [] : [{ kind: 'era', label: `${released.slice(0, 3)}0s` }]),
    ],
  };
}

/** The year at the end of a title: `Heat (1995)` → 1995. */
function yearOf(title: string): string | null {
  return /\((\d{4})(?:-\d{0,4})?\)\s*$/.exec(title)?.[1] ?? null;
}

/** @param ids external ids, item 0 first; an item that nothing is known of has its id for a title */
export function catalogueFrom(ids: readonly string[], descriptions: ItemDescriptions): Catalogue {
  const known = new Map<string, Attribute>();
  const ofItem = ids.map((id) => attributesOf(descriptions.get(id), known));
  const uses = new Map<string, number>();
  for (const list of ofItem) for (const id of list) uses.set(id, (uses.get(id) ?? 0) + 1);
  const attributes = [...known.values()]
    .filter(({ id, kind }) => kind !== 'tag' || (uses.get(id) ?? 0) >= LEAST_TAGGED)
    .sort((a, b) => rankOfKind(a.kind) - rankOfKind(b.kind) || (a.id < b.id ? -1 : 1));
  const place = new Map(attributes.map(({ id }, index) => [id, index]));
  return {
    ids: [...ids],
    titles: ids.map((id) => descriptions.get(id)?.title ?? id),
    attributes,
    itemAttributes: ofItem.map((list) => list.flatMap((id) => place.get(id) ?? []).sort((a, b) => a - b)),
    counts: ids.map(() => 0),
  };
}

/** Ids of an item's attributes, each once; the first spelling met is the label. */
function attributesOf(description: ItemDescription | undefined, known: Map<string, Attribute>): string[] {
  const ids = new Set<string>();
  for (const { kind, label } of description?.attributes ?? []) {
    const id = `${slug(kind)}:${slug(label)}`;
    if (slug(label) === '' || id.length > 100) continue;
    if (!known.has(id)) known.set(id, { id, label: label.trim(), kind: slug(kind) });
    ids.add(id);
  }
  return [...ids];
}

function rankOfKind(kind: string): number {
  if (kind === 'tag') return KINDS.length + 1;
  const place = KINDS.indexOf(kind);
  return place < 0 ? KINDS.length : place;
}
