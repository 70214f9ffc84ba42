// columns.json: what lists, filters and fallbacks need of the items, numbers alone: a catalogue without its words.
import { z } from 'zod';
import { attributeSchema, countsSchema, type Catalogue } from './catalogue.ts';

/** Its name in an artifact. Versions that were made before it are served from catalogue.json, whatever their size. */
export const COLUMNS_FILE = 'columns.json';

export const columnsSchema = z
  .object({
    attributes: z.array(attributeSchema),
    /** How many attributes each item has. ∈ [items] */
    lengths: countsSchema,
    /** Places in `attributes`, item after item. ∈ [Σ lengths] */
    entries: countsSchema,
    /** Interactions of each item in the training data. ∈ [items] */
    counts: countsSchema,
  })
  .refine((c) => c.lengths.length === c.counts.length, 'lengths and counts must have one entry for each item')
  .refine((c) => c.lengths.reduce((a, b) => a + b, 0) === c.entries.length, 'lengths must sum to the entries')
  .refine(
    (c) => c.entries.every((entry) => entry < c.attributes.length),
    'entries name an attribute that is not listed',
  );

export type Columns = z.infer<typeof columnsSchema>;

export const columnsOf = ({
  attributes,
  itemAttributes,
  counts,
}: Omit<Catalogue, 'ids' | 'titles'>): Columns => ({
  attributes,
  lengths: itemAttributes.map((list) => list.length),
  entries: itemAttributes.flat(),
  counts,
});
