// How well lists keep wishes, and what latents do that labels alone would not.
import type { Metrics } from '../../metrics.ts';
import { e, type View } from '../element.ts';
import { decimals, percent, signed, whole } from '../numbers.ts';
import { dataTable, sentences } from '../tables.ts';
import type { Published } from './shown-model.ts';

type Promised = NonNullable<Metrics['promise']>;

/** Nothing where the version measured neither. */
export function promiseView({ promise, steering }: Published): View {
  return [
    promise !== undefined && [sentences(inWords(promise)), keptTable(promise), waysTable(promise)],
    hiddenTable(steering, promise),
  ];
}

export const hasPromise = ({ promise, steering }: Published): boolean =>
  promise !== undefined || steering.hiddenAttribute !== undefined || steering.hiddenAnchors !== undefined;

function inWords({ single, users, milliseconds }: Promised): string[] {
  return [
    `Of 100 single wishes that some list can keep, ${Math.floor((100 * single.kept) / Math.max(1, single.keepable))} were kept whole, tried on ${whole(users)} people.`,
    `A first list with a wish took ${decimals(milliseconds.first, 0)} ms, the next one ${decimals(milliseconds.next, 0)} ms, on one thread of the machine that measured.`,
  ];
}

function keptTable({ single, pairs, triples }: Promised): View {
  const rows = Object.entries({ 'One wish': single, 'Two wishes': pairs, 'Three wishes': triples }).map(
    ([name, { wishes, keepable, kept, tooFewItems, againstAnother }]) => [
      name,
      ...[wishes, keepable, kept, tooFewItems, againstAnother].map((count) =>
        count === undefined ? '–' : whole(count),
      ),
    ],
  );
  return dataTable({
    caption: 'Wishes, and why some cannot be kept',
    columns: ['Asked together', '#Asked', '#Can be kept', '#Kept', '#Too few titles', '#Against another'],
    rows,
  });
}

function waysTable({ atShare }: Promised): View {
  const rows = Object.entries(atShare)
    .sort(([, a], [, b]) => b.ndcg10 - a.ndcg10)
    .map(([way, { ndcg10, alignedNdcg10, spillover, ndcg10Behind: behind }]) => [
      way,
      decimals(ndcg10),
      behind === undefined
        ? '–'
        : `${signed(behind.difference, 3)} (${signed(behind.low, 3)} to ${signed(behind.high, 3)})`,
      decimals(alignedNdcg10),
      decimals(spillover),
    ]);
  return dataTable({
    caption: 'Ways of bringing lists to a share: what is served is “wish”',
    columns: ['Way', '#NDCG@10', '#What is served, less it (95%)', '#NDCG@10, aligned', '#Spill-over'],
    rows,
  });
}

/** Titles that a way never saw as the concept's: does it bring them in too? Labels alone bring in none of them. */
function hiddenTable(
  { hiddenAttribute = {}, hiddenAnchors = {} }: Published['steering'],
  promise?: Promised,
): View {
  const served = promise?.hidden === undefined ? {} : { 'what is served': promise.hidden };
  const rows = Object.entries({
    'labels of attributes': { ...hiddenAttribute, ...served },
    'anchors of nameless concepts': hiddenAnchors,
  }).flatMap(([what, figures]) =>
    Object.entries(figures).map(([method, { hiddenGain, knownGain, ratio }]) => [
      method,
      what,
      decimals(hiddenGain, 2),
      decimals(knownGain, 2),
      percent(ratio),
    ]),
  );
  if (rows.length === 0) return null;
  return [
    e(
      'p',
      { class: 'prose' },
      'Half of a concept’s titles were hidden while latents were chosen. How far the hidden half rises, of what the known half does, is the doing of the latents: labels alone bring in none of it.',
    ),
    dataTable({
      caption: 'What latents do that labels would not',
      columns: ['Way of steering', 'Half hidden of', '#Gain, hidden', '#Gain, known', '#Of it'],
      rows,
    }),
  ];
}
