// All that is held about a person, asked for part by part and put together.
import type { PersonExport } from '@trimtab/shared/me.ts';

type Ask = (after: string | undefined) => Promise<PersonExport>;

/** Events come in parts; everything else comes whole with each of them, and the last one holds. */
export async function wholeExport(ask: Ask): Promise<PersonExport> {
  const stored: PersonExport['events']['stored'] = [];
  let after: string | undefined;
  for (;;) {
    const part = await ask(after);
    stored.push(...part.events.stored);
    if (part.events.next === null) return { ...part, events: { ...part.events, stored } };
    after = part.events.next;
  }
}
