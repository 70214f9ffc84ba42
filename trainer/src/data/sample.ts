// What was read, shown on one interaction: whoever sees a time or a title that is wrong knows before the training.
import { at } from '@trimtab/shared/look-up.ts';
import { historyOf, type Dataset } from './dataset.ts';
import { DataError } from './errors.ts';
import type { LoadedSource } from './tables/interactions.ts';

/** `u1 → f7 "Heat (1995)" (genre: Crime, Drama; era: 1990s), 2020-09-13T12:26:41Z` */
export function describeSample(data: Dataset): string {
  const user = mostDescribed(data);
  const [item] = historyOf(data, user);
  if (item === undefined) return 'no interaction to show';
  const { ids, titles, attributes, itemAttributes } = data.catalogue;
  const [id, title] = [ids[item], titles[item]];
  const time = data.times?.[data.offsets[user] as number];
  const kinds = Map.groupBy(
    at(itemAttributes, item).map((place) => at(attributes, place)),
    ({ kind }) => kind,
  );
  const labels = [...kinds].map(([kind, list]) => `${kind}: ${list.map(({ label }) => label).join(', ')}`);
  return [
    `for example: ${shown(at(data.userIds, user))} → ${shown(at(ids, item))}`,
    title === id ? '' : ` "${shown(at(titles, item))}"`,
    labels.length === 0 ? '' : ` (${labels.map(shown).join('; ')})`,
    time === undefined ? '' : `, ${dateOf(time)}`,
  ].join('');
}

/** What data says may be long, and may hold signs that move a terminal's cursor. */
function shown(text: string): string {
  const [...signs] = text.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));
  return signs.length > 80 ? `${signs.slice(0, 79).join('')}…` : signs.join('');
}

/** The first user, of the first hundred, whose first item has an attribute. */
function mostDescribed(data: Dataset): number {
  const { itemAttributes } = data.catalogue;
  const some = data.userIds.slice(0, 100).map((_, user) => user);
  const found = some.find((user) =>
    Array.from(historyOf(data, user).subarray(0, 1)).some((item) => at(itemAttributes, item).length > 0),
  );
  return found ?? 0;
}

/** Beyond the calendar of JavaScript, seconds. */
function dateOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace('.000Z', 'Z');
}

/** An items file that fits fewer items than this is of other items, or names them otherwise. */
const LEAST_JOINED = 0.1;

/**
 * How many items have a description.
 *
 * @throws DataError `unjoined-items` where hardly any has, unless that is asked for
 */
export function describeJoin(
  { catalogue: { ids } }: Dataset,
  { file, descriptions, itemsFile }: LoadedSource,
  unjoined = false,
): string[] {
  if (descriptions.size === 0) {
    if (itemsFile === undefined || unjoined) return [];
    throw new DataError('unjoined-items', {
      file: itemsFile,
      problem: 'describes no item',
      expected: 'a row for each item',
      advice: 'Bring the file whole, or remove it',
    });
  }
  const stranger = ids.find((id) => !descriptions.has(id));
  const joined = ids.filter((id) => descriptions.has(id)).length;
  if (!unjoined && joined < LEAST_JOINED * ids.length) {
    const [there] = descriptions.keys();
    throw new DataError('unjoined-items', {
      file: itemsFile ?? file,
      problem: `describes ${joined} of ${ids.length} items: "${there}" here, "${stranger}" in ${file}`,
      expected: 'the same ids for the same items',
      advice:
        'Choose another items file or column (--items, --item), or set data.unjoined=true to take it all the same',
    });
  }
  return [`titles for ${joined} of ${ids.length} items`];
}
