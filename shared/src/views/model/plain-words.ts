// How good a model is, said without terms: of a hundred people, and beside what is plainer.
import { baselineInWords, standings, type Standing } from '../../baselines.ts';
import { wilson } from '../../wilson.ts';
import { day, decimals, ofHundred, signed, whole } from '../numbers.ts';
import type { Published, ShownModel } from './shown-model.ts';

export function trainedOn({ createdAt, data }: ShownModel['facts']): string {
  const newest = data.until === undefined ? '' : `, the newest of ${day(data.until)}`;
  return (
    `It was trained on ${day(createdAt)}, on ${whole(data.interactions)} choices of ${whole(data.users)} people among ` +
    `${whole(data.items)} titles (${data.name})${newest}.`
  );
}

/** The first is what a reader takes away who reads no further. */
export function standingInWords(metrics: Published): string[] {
  return [found(metrics), measuredHow(metrics), ...order(metrics)];
}

function found(metrics: Published): string {
  const { hr10 } = metrics.recommender;
  const others = standings(metrics).filter(({ baseline }) => baseline !== null);
  const popularity = others.find(({ baseline }) => baseline === 'popularity');
  const best = others.toSorted((a, b) => b.hr10 - a.hr10)[0];
  const shown = [popularity, best === popularity ? undefined : best];
  const beside = shown.filter((one) => one !== undefined).map(besideIt);
  const ours = `Of 100 people, the next title is among our ten for ${ofHundred(hr10)}${interval(metrics)}`;
  return beside.length === 0 ? `${ours}.` : `${ours}; ${beside.join(', and ')}.`;
}

const besideIt = ({ name, hr10 }: Standing): string => `${name} has ${ofHundred(hr10)}`;

/** Where a person has several targets they do not tell apart by chance alone, and no interval is given. */
function interval({ recommender: { hr10, users, targets } }: Published): string {
  if (targets !== undefined && targets !== users) return '';
  const { low, high } = wilson(Math.round(hr10 * users), users);
  return ` (95%: ${ofHundred(low)} to ${ofHundred(high)})`;
}

function measuredHow({ recommender: { protocol, users, items } }: Published): string {
  const hidden =
    protocol === 'time-split'
      ? 'what they took after a date that the model knew nothing beyond'
      : 'their last title, which was hidden from the model';
  return `This was tried on ${whole(users)} people: ${hidden} had to be found among ${whole(items)}.`;
}

function order({ recommender: { ndcg10 }, baselines: { comparison } }: Published): string[] {
  if (comparison === undefined) return [];
  const { baseline, difference, low, high } = comparison;
  const name = baselineInWords(baseline);
  const figures = `NDCG@10 ${decimals(ndcg10)} against ${decimals(ndcg10 - difference)}, ${signed(difference, 3)} (95%: ${signed(low, 3)} to ${signed(high, 3)})`;
  if (low > 0) return [`It puts the next title higher than the best plainer way, ${name}: ${figures}.`];
  if (high < 0) return [`The best plainer way, ${name}, puts the next title higher: ${figures}.`];
  return [`Nobody can tell it from the best plainer way, ${name}, by the order of lists: ${figures}.`];
}
