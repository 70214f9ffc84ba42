// A JSON document without references: each gives way to what it leads to (RFC 6901, as OpenAPI uses it).

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What stands beside a reference is kept, and counts more than what it leads to.
 *
 * @throws RangeError when a reference leads nowhere, or round in a circle
 */
export function withoutReferences<Document extends object>(document: Document): Document {
  const resolve = (node: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(node)) return node.map((part: unknown) => resolve(part, path));
    if (!isObject(node)) return node;
    const { $ref: ref, ...rest } = node;
    const own = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, resolve(part, path)]));
    if (typeof ref !== 'string') return own;
    if (path.includes(ref)) throw new RangeError(`${ref} leads back to itself: ${path.join(' → ')}`);
    const target = resolve(at(document, ref), [...path, ref]);
    return isObject(target) ? { ...target, ...own } : target;
  };
  return resolve(document, []) as Document;
}

function at(document: object, ref: string): unknown {
  const keys = ref.split('/').slice(1);
  const target = keys.reduce<unknown>(
    (node, key) => (isObject(node) ? node[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
    document,
  );
  if (ref.startsWith('#/') && target !== undefined) return target;
  throw new RangeError(`${ref} leads nowhere in the document: expected "#/" and keys that it has`);
}
