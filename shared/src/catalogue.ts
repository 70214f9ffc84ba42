// catalogue.json: the items a model knows, column by column so that a large catalogue stays small.
import { at } from './look-up.ts';
import { z } from 'zod';

/**
 * Every entry is checked by a plain loop: zod makes results and a copy for each, which took a sixth of an isolate's cold
 * start for 27,000 items.
 */
const columnOf = <Entry>(isEntry: (value: unknown) => value is Entry, expected: string) =>
  z.custom<Entry[]>(
    (value) => Array.isArray(value) && value.every(isEntry),
    `expected an array of ${expected}`,
  );

const isText = (value: unknown): value is string => typeof value === 'string';
const isId = (value: unknown): value is string => isText(value) && value !== '';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

export const countsSchema = columnOf(isCount, 'whole numbers from 0 on');

export const attributeSchema = z.object({
  /** Stable id, `<kind>:<slug>`, such as `genre:horror` or `era:1990s`. */
  id: z.string().min(3),
  label: z.string().min(1),
  kind: z.string().min(1),
});

/** Item i of the model has id `ids[i]`, title `titles[i]` and the attributes `attributes[itemAttributes[i][…]]`. */
export const catalogueSchema = z
  .object({
    ids: columnOf(isId, 'texts that are not empty'),
    titles: columnOf(isText, 'texts'),
    attributes: z.array(attributeSchema),
    itemAttributes: columnOf(isCounts, 'arrays of places in attributes'),
    /** Interactions of each item in the training data: popularity, novelty and the fallback list. */
    counts: countsSchema,
  })
  .refine(
    (c) => [c.titles, c.itemAttributes, c.counts].every((column) => column.length === c.ids.length),
    'every column must have one entry for each id',
  )
  .refine(
    (c) => c.itemAttributes.every((list) => list.every((a) => a < c.attributes.length)),
    'itemAttributes names an attribute that is not listed',
  );

export type Attribute = z.infer<typeof attributeSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;

/** Items that have an attribute, by its place in `attributes`; ascending. */
export function itemsWith(
  { itemAttributes }: Pick<Catalogue, 'itemAttributes'>,
  attribute: number,
): number[] {
  return itemAttributes.flatMap((list, item) => (list.includes(attribute) ? [item] : []));
}

/** Items, all unless some are given, by falling popularity; ties by index, so that the order is the same everywhere. */
export function byPopularity(counts: ArrayLike<number>, items?: Iterable<number>): number[] {
  const chosen = items === undefined ? Array.from(counts, (_, item) => item) : [...items];
  return chosen.sort((a, b) => at(counts, b) - at(counts, a) || a - b);
}
