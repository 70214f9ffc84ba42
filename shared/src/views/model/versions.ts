// Versions of the model, which of them serves, and whether nights made it better.
import type { VERSION_STATES, VersionsResponse } from '../../browse.ts';
import { e, type View } from '../element.ts';
import { day, decimals, ofHundred, percent, whole } from '../numbers.ts';
import { dataTable, sentences } from '../tables.ts';

type Version = VersionsResponse['versions'][number];

const STATES: Readonly<Record<(typeof VERSION_STATES)[number], string>> = {
  serves: 'serves',
  awaited: 'promoted, not loaded yet',
  canary: 'tried out',
  'rolled-back': 'taken back',
  before: 'served before',
};

export function versionsView(versions: readonly Version[]): View {
  const rows = versions.map(({ modelVersion, state, share, facts }) => [
    e('code', {}, modelVersion),
    share === undefined ? STATES[state] : `${STATES[state]} on ${percent(share)} of people`,
    ...(facts === null
      ? ['its files are gone', '–', '–', '–']
      : [
          day(facts.createdAt),
          whole(facts.data.interactions),
          facts.hr10 === null ? '–' : ofHundred(facts.hr10),
          facts.ndcg10 === null ? '–' : decimals(facts.ndcg10),
        ]),
  ]);
  return [
    sentences(inWords(versions)),
    dataTable({
      caption: 'Versions',
      columns: ['Version', 'State', 'Trained on', '#Choices', '#Of 100 people', '#NDCG@10'],
      rows,
    }),
  ];
}

function inWords(versions: readonly Version[]): string[] {
  const serving = versions.find(({ state }) => state === 'serves');
  const before = versions.find(({ state }) => state === 'before');
  const awaited = versions.find(({ state }) => state === 'awaited');
  const said =
    serving === undefined
      ? []
      : [
          `Version ${serving.modelVersion} serves. Its name is made of what it consists of, and its files never change.`,
        ];
  if (awaited !== undefined)
    said.push(`Version ${awaited.modelVersion} is to serve, and could not be loaded.`);
  if (before !== undefined)
    said.push(
      'A version that served before stays, so that the service can go back to it within half a minute.',
    );
  if (versions.some(({ facts }) => facts !== null))
    said.push('Figures of two versions compare only where both were tried on the same people.');
  return said;
}
