// How the schemas of the contract get names, words and examples. Only the route of the contract loads this: an isolate
// that serves lists neither makes nor keeps any of it.
import { z } from 'zod';

/**
 * What a property is, in words, and an example; without one that of the schema that it holds serves. A rare property is left
 * out of the example of the whole.
 */
export type Told = readonly [description: string, example?: unknown, howOften?: 'rare'];

export interface Named {
  name: string;
  schema: z.ZodType;
  description: string;
  /** Property → what is told of it; empty where the schema is no object. */
  properties: Readonly<Record<string, Told>>;
  /** Where it is absent it is put together from those of the properties. */
  example?: unknown;
}

/** An object. The compiler demands a word for each property. */
export const object = <Shape extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<Shape>,
  description: string,
  properties: { readonly [Property in keyof Shape]-?: Told },
  example?: unknown,
): Named => ({
  name,
  schema,
  description,
  properties: properties as Readonly<Record<string, Told>>,
  ...(example !== undefined && { example }),
});

/** Anything else: a union, a record. */
export const value = (name: string, schema: z.ZodType, description: string, example: unknown): Named => ({
  name,
  schema,
  description,
  properties: {},
  example,
});

/** Marks each schema with its name, so that the generator writes it beside the schema wherever it stands. */
export function mark(all: readonly Named[]): void {
  for (const { name, schema } of all) {
    if (z.globalRegistry.get(schema)?.id !== name) z.globalRegistry.add(schema, { id: name });
  }
}
