// versions and status: what a store holds that serves or served, and how the nights went.
import { statusOf, type Status } from '../night/status.ts';
import { knownVersions, type KnownVersion } from '../publish/versions.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import { withStore, type StoreOptions } from './publish.ts';

export const versions = (options: StoreOptions): Promise<void> =>
  told(options, knownVersions, (known) => known.map(lineOf));

export const status = (options: StoreOptions): Promise<void> =>
  told(options, (store) => statusOf(store, Date.now()), linesOf);

/** Lines for people, or the whole as JSON. */
const told = <T>(
  options: StoreOptions,
  find: (store: ObjectStore) => Promise<T>,
  inWords: (found: T) => string[],
): Promise<void> =>
  withStore(options, async (store) => {
    const found = await find(store);
    if (options.json !== true) process.stdout.write(`${inWords(found).join('\n')}\n`);
    return found;
  });

function lineOf({ modelVersion, state, facts }: KnownVersion): string {
  const head = `${state.padEnd(11)} ${modelVersion}`;
  if (facts === null) return `${head}  its files are gone`;
  const { createdAt, data, interactions, ndcg10 } = facts;
  const figure = ndcg10 === null ? 'not measured' : `NDCG@10 ${ndcg10.toFixed(4)}`;
  return `${head}  ${createdAt.slice(0, 16)}Z  ${data}, ${interactions.toLocaleString('en')} interactions, ${figure}`;
}

function linesOf({ serving, lastGood, nights }: Status): string[] {
  return [
    lineOf(serving),
    lastGood === null
      ? 'no night was promoted yet'
      : `the last night that was promoted: ${lastGood.date}, ${lastGood.version}`,
    ...nights.map(
      ({ date, outcome = 'at work, or its machine died', candidate, error }) =>
        `${date}  ${[outcome, candidate, error].filter((part) => part !== undefined).join(', ')}`,
    ),
  ];
}
