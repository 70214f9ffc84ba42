// Schemas that carry a name move to `components.schemas`, each once; where they stood a reference to them is left.

/** Any node of the document. */
export type Node = { [key: string]: unknown };

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const refTo = (name: string): string => `#/components/schemas/${name}`;

/** The name of the schema that a reference leads to. */
export const nameIn = (ref: unknown): string | undefined =>
  typeof ref === 'string' ? /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1] : undefined;

/**
 * @returns the node with references in place of named schemas, which are put into `components`
 * @throws Error when two schemas have one name
 */
export function hoisted(node: unknown, components: Map<string, Node>): unknown {
  if (Array.isArray(node)) return node.map((part) => hoisted(part, components));
  if (!isNode(node)) return node;
  const { id: name, default: usual, ...rest } = node;
  const isNamed = typeof name === 'string';
  const parts = Object.entries(isNamed ? rest : node).map(([key, part]) => [key, hoisted(part, components)]);
  const whole = Object.fromEntries(parts) as Node;
  if (!isNamed) return whole;
  keep(name, whole, components);
  return { $ref: refTo(name), ...(usual !== undefined && { default: usual }) };
}

function keep(name: string, schema: Node, components: Map<string, Node>): void {
  const known = components.get(name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`two schemas are called ${name}: give one of them another name in worker/src/contract`);
  }
  components.set(name, schema);
}
