// The model beside what is plainer, and for whom it is better or worse.
import { standings } from '../../baselines.ts';
import { wilson } from '../../wilson.ts';
import { barTable, type Bar } from '../charts/bar-table.ts';
import { e, type View } from '../element.ts';
import { decimals, ofHundred, percent, whole } from '../numbers.ts';
import { dataTable } from '../tables.ts';
import type { Published } from './shown-model.ts';

export function standingView(metrics: Published): View {
  const { byHistoryLength = [], byTargetPopularity = [] } = metrics.recommender;
  return [
    standingTable(metrics),
    e(
      'div',
      { class: 'charts' },
      groups('By how many titles the history has', 'titles', byHistoryLength),
      groups('By how often the next title was chosen in training', 'choices', byTargetPopularity),
    ),
    reach(metrics),
  ];
}

function standingTable(metrics: Published): View {
  const { users, targets } = metrics.recommender;
  const isOneEach = targets === undefined || targets === users;
  const bars = standings(metrics).map(({ baseline, name, hr10, ndcg10 }): Bar => {
    const interval = isOneEach ? wilson(Math.round(hr10 * users), users) : null;
    const isOurs = baseline === null;
    return { name, value: hr10, text: ofHundred(hr10), more: decimals(ndcg10), isOurs, ...interval };
  });
  const caption = `Whose next title is among the first ten${isOneEach ? ', with 95% intervals' : ''}`;
  return barTable(caption, ['Way of listing', 'of 100 people', 'NDCG@10'], bars);
}

type Group = NonNullable<Published['recommender']['byHistoryLength']>[number];

function groups(caption: string, what: string, all: readonly Group[]): View {
  if (all.length === 0) return null;
  const bars = all.map(({ from, to, hr10, users }): Bar => ({
    name: from === to ? whole(from) : `${whole(from)} to ${whole(to)}`,
    value: hr10,
    text: ofHundred(hr10),
    ...wilson(Math.round(hr10 * users), users),
    isOurs: true,
  }));
  return barTable(caption, [what, 'of 100 people'], bars);
}

function reach({ recommender }: Published): View {
  const { mrr, coverage10, novelty10, diversity10, popularityBias10, targetsInHistory } = recommender;
  const rows = [
    ['Titles that stand in anybody’s first ten', percent(coverage10)],
    ['How far down the next title stands (MRR; 1 is always first)', decimals(mrr)],
    ['How rare the listed titles are (novelty)', `${decimals(novelty10, 1)} bits`],
    ...(diversity10 === undefined
      ? []
      : [['How unlike each other the ten are (diversity, 0 to 1)', decimals(diversity10, 2)]]),
    ...(popularityBias10 === undefined
      ? []
      : [['Popularity of the listed titles, by that of the next ones', decimals(popularityBias10, 2)]]),
    ...(targetsInHistory === undefined
      ? []
      : [['Choices left out, since the history held them already', whole(targetsInHistory)]]),
  ];
  return dataTable({ caption: 'What its lists are like', columns: ['Figure', '#Value'], rows });
}
