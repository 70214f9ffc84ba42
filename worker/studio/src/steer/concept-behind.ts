// The concept that says most about one item.
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { TrimtabClient } from '../../../../client/index.ts';
import type { Start } from '../state/start.ts';

export async function conceptBehind(
  trimtab: TrimtabClient,
  item: string,
  { conceptOf }: Start,
): Promise<ConceptSummary | null> {
  const { concepts } = await trimtab.concepts.suggest.post({ json: { items: [item], limit: 10 } });
  return concepts.map(({ id }) => conceptOf.get(id)).find((concept) => concept !== undefined) ?? null;
}
