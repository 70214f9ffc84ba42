// Examples of whole schemas, put together from those of their properties, so that each is written once.
import { nameIn, type Node } from './hoist.ts';
import type { Named } from './named.ts';

export type ExampleOf = (schema: Node) => unknown;

/** @throws Error where neither the schema nor what it refers to has an example */
export function examplesOf(
  named: ReadonlyMap<string, Named>,
  components: ReadonlyMap<string, Node>,
): ExampleOf {
  const exampleOf: ExampleOf = (schema) => {
    const name = nameIn(schema['$ref']);
    if (name !== undefined) return wholeExample(name);
    if (Array.isArray(schema['examples'])) return schema['examples'][0];
    if (schema['items'] !== undefined) return [exampleOf(schema['items'] as Node)];
    throw new Error(`no example for ${JSON.stringify(schema)}: give one in worker/src/contract`);
  };
  const wholeExample = (name: string): unknown => {
    const told = named.get(name);
    if (told?.example !== undefined) return told.example;
    const properties = Object.entries((components.get(name)?.['properties'] ?? {}) as Record<string, Node>);
    const shown = properties.filter(([property]) => told?.properties[property]?.[2] !== 'rare');
    return Object.fromEntries(
      shown.map(([property, schema]) => [property, told?.properties[property]?.[1] ?? exampleOf(schema)]),
    );
  };
  return exampleOf;
}
