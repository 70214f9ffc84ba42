// What a person does on the page, told to the service only when they are signed in and have agreed to it.
import type { TrimtabClient } from '../../../../client/index.ts';
import type { Session } from './session.ts';

const KEY = 'trimtab.consent';

/** Kept in this browser until it is taken back. */
export const hasConsent = (): boolean => localStorage.getItem(KEY) === 'yes';

export function setConsent(consents: boolean): void {
  if (consents) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
}

interface Doing {
  type: 'interaction' | 'not_interested';
  item: string;
  recommendationId: string;
}

export async function tellEvent(
  { trimtab, session }: { trimtab: TrimtabClient; session: Session },
  { type, item, recommendationId }: Doing,
): Promise<void> {
  if (session.token === null || !hasConsent()) return;
  const event = { type, id: crypto.randomUUID(), at: new Date().toISOString(), item, recommendationId };
  await trimtab.events.post({ json: { consent: true, events: [event] } });
}
