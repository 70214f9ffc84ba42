// Every named schema of the document, with its words and examples.
import { catalogue } from './catalogue.ts';
import { examplesOf, type ExampleOf } from './examples.ts';
import { isNode, nameIn, type Node } from './hoist.ts';
import { model } from './model.ts';
import type { Named } from './named.ts';
import { people } from './people.ts';
import { presets } from './presets.ts';
import { recommendations } from './recommendations.ts';
import { suggestions } from './suggestions.ts';
import { wishes } from './wishes.ts';

export const NAMED: readonly Named[] = [
  ...wishes,
  ...recommendations,
  ...catalogue,
  ...suggestions,
  ...presets,
  ...people,
  ...model,
];

const byName = new Map(NAMED.map((named) => [named.name, named]));

/** @returns what tells the example of any schema of the document */
export function describe(components: Map<string, Node>): ExampleOf {
  const exampleOf = examplesOf(byName, components);
  for (const [name, schema] of components) {
    const named = byName.get(name);
    if (named === undefined) throw new Error(`nothing is said of the schema ${name}`);
    describeProperties(named, schema, exampleOf);
    if (schema['oneOf'] !== undefined) Object.assign(schema, discriminatorOf(schema, components));
    schema['description'] = named.description;
  }
  return exampleOf;
}

function describeProperties({ name, properties }: Named, schema: Node, exampleOf: ExampleOf): void {
  for (const [property, part] of Object.entries((schema['properties'] ?? {}) as Record<string, Node>)) {
    const told = properties[property];
    if (told === undefined) {
      throw new Error(`nothing is said of ${property} of ${name}: describe it in worker/src/contract`);
    }
    const [description, example = exampleOf(part)] = told;
    Object.assign(part, { description, examples: [example] });
  }
}

/** Where each alternative has a constant of its own in one and the same property, that property tells them apart. */
function discriminatorOf(schema: Node, components: ReadonlyMap<string, Node>): Node {
  const names = (schema['oneOf'] as Node[]).map((one) => nameIn(one['$ref']) ?? '');
  const [first = {}, ...others] = names.map((name) => constantsOf(components.get(name)));
  const propertyName = Object.keys(first).find((property) => others.every((other) => property in other));
  if (propertyName === undefined) return {};
  const mapping = Object.fromEntries(
    names.map((name) => [constantsOf(components.get(name))[propertyName], `#/components/schemas/${name}`]),
  );
  return { discriminator: { propertyName, mapping } };
}

function constantsOf(schema: Node | undefined): Record<string, string> {
  const properties = Object.entries((schema?.['properties'] ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    properties.flatMap(([name, part]) => {
      const values = isNode(part) && Array.isArray(part['enum']) ? part['enum'] : [];
      return values.length === 1 ? [[name, String(values[0])]] : [];
    }),
  );
}
