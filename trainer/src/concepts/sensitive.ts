// Attributes that an operator keeps from becoming concepts, named one by one (`genre:war`) or as a kind (`gender`).
import type { Catalogue } from '@trimtab/shared/catalogue.ts';

export class SensitiveError extends Error {
  override name = 'SensitiveError';
}

export const isSensitive = (
  { id, kind }: { id: string; kind: string },
  sensitive: readonly string[],
): boolean => sensitive.includes(id) || sensitive.includes(kind);

/**
 * A name that fits nothing would protect nobody, and nobody would notice.
 *
 * @throws SensitiveError that names what no item has, and the kinds there are
 */
export function checkSensitive(
  { attributes, itemAttributes }: Pick<Catalogue, 'attributes' | 'itemAttributes'>,
  sensitive: readonly string[],
): void {
  const had = new Set(itemAttributes.flat());
  const present = attributes.filter((_, attribute) => had.has(attribute));
  const unknown = sensitive.filter((name) => !present.some((attribute) => isSensitive(attribute, [name])));
  if (unknown.length === 0) return;
  const kinds = [...new Set(present.map(({ kind }) => kind))].join(', ') || 'none';
  throw new SensitiveError(
    `concepts.sensitive: no item has ${unknown.map((name) => `"${name}"`).join(' or ')}; expected a kind of attribute ` +
      `(here: ${kinds}) or an attribute as catalogue.json lists them, such as "${present[0]?.id ?? 'genre:war'}"`,
  );
}
