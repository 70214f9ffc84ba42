// What a person says of titles on the page, told to the service only when they have agreed to it.
import type { TrimtabClient } from '../../../../client/index.ts';
import type { Consent } from './consent.ts';

interface Doing {
  /** That the person took the item, or does not want it. */
  type: 'interaction' | 'not_interested';
  item: string;
  recommendationId: string;
}

/** @returns why nothing was kept; null where it was, and where nothing was sent */
export async function tellEvent(
  { trimtab, consent }: { trimtab: Pick<TrimtabClient, 'events'>; consent: Consent },
  { type, item, recommendationId }: Doing,
): Promise<'no-consent' | 'profiling-off' | null> {
  if (consent.state !== 'given') return null;
  const event = { type, id: crypto.randomUUID(), at: new Date().toISOString(), item, recommendationId };
  const { dropped } = await trimtab.events.post({ json: { consent: true, events: [event] } });
  return dropped ?? null;
}
