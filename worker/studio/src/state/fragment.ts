// The address's fragment: it holds the newest items and every wish, and no server or log ever sees it.
import { METHOD_NAMES } from './method-names.ts';
import { MOST_CONCEPTS, MOST_LIST_WISHES, NOTHING_SET, isStrength, type Steering } from './steering.ts';
import { wishOfText, wishText } from './wish-text.ts';
import type { Wish } from '@trimtab/shared/wishes.ts';

/** Items of the history that the address holds, the newest ones. */
export const ITEMS_IN_ADDRESS = 50;

/** Ids stay readable (`genre:horror`); what parts a list is written as a code. */
const encoded = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':').replaceAll('~', '%7E');

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // the address was cut in the middle of a letter
  }
}

export function fragmentOf({ history, wishes, method, never, preset }: Steering): string {
  const parts = [
    listPart('history', history.slice(-ITEMS_IN_ADDRESS).map(encoded)),
    listPart(
      'wishes',
      Object.entries(wishes).map(([concept, wish]) => `${encoded(concept)}~${wishText(wish)}`),
    ),
    listPart('never', never.slice(-ITEMS_IN_ADDRESS).map(encoded)),
    method === NOTHING_SET.method ? '' : `method=${method}`,
    preset === null ? '' : `preset=${encoded(preset)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

const listPart = (name: string, entries: readonly string[]): string =>
  entries.length === 0 ? '' : `${name}=${entries.join(',')}`;

/** What cannot be read is left out: a cut link still shows what is left of it. */
export function steeringOfFragment(fragment: string): Steering {
  const parts = new Map(
    fragment
      .replace(/^#/, '')
      .split('&')
      .map((part): [string, string] => {
        const [name = '', ...rest] = part.split('=');
        return [name, rest.join('=')];
      }),
  );
  return {
    history: idsOf(parts.get('history')),
    wishes: wishesOf(parts.get('wishes')),
    never: idsOf(parts.get('never')),
    method: METHOD_NAMES.find((name) => name === parts.get('method')) ?? NOTHING_SET.method,
    preset: decoded(parts.get('preset') ?? '') || null,
  };
}

const entriesOf = (list: string | undefined): string[] =>
  (list ?? '').split(',').filter((entry) => entry !== '');

const idsOf = (list: string | undefined): string[] =>
  entriesOf(list).flatMap((entry) => decoded(entry) ?? []);

function wishesOf(list: string | undefined): Record<string, Wish> {
  const wishes: Record<string, Wish> = {};
  let listWishes = 0;
  for (const entry of entriesOf(list).slice(0, MOST_CONCEPTS)) {
    const [id = '', text = ''] = entry.split('~');
    const concept = decoded(id);
    const wish = wishOfText(text);
    if (concept === null || concept === '' || wish === null) continue;
    if (!isStrength(wish) && ++listWishes > MOST_LIST_WISHES) continue;
    wishes[concept] = wish;
  }
  return wishes;
}
