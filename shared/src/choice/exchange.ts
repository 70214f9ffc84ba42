// A choice made better by hand: items are exchanged one for one as long as that is worth something.
import type { Chosen, Choosing, Counts } from './choosing.ts';
import { addTo, missOf, sumsByMask } from './choosing.ts';

/** Where exchanging goes on longer, the search does the rest. */
const MOST_EXCHANGES = 40;

export function exchanged(choice: Choosing, { owners, worth: before }: Chosen): Chosen {
  const takes = new Int32Array(choice.classes.masks.length);
  for (const owner of owners) takes[owner] = (takes[owner] as number) + 1;
  const found = owners.slice();
  let worth = before;
  for (let round = 0; round < MOST_EXCHANGES; round++) {
    const { gain, at, out, next } = bestExchange(choice, found, takes);
    if (gain <= choice.slack) break;
    worth += gain;
    found[at] = next;
    takes[out] = (takes[out] as number) - 1;
    takes[next] = (takes[next] as number) + 1;
  }
  return { owners: found, worth };
}

interface Exchange {
  gain: number;
  /** Place among the chosen. */
  at: number;
  /** Classes. */
  out: number;
  next: number;
}

/** @param takes how many are chosen of each class */
function bestExchange(choice: Choosing, owners: Int32Array, takes: Int32Array): Exchange {
  const { classes, wishes, penalty } = choice;
  const { masks, sizes, scores, depth } = classes;
  const counts = new Int32Array(wishes.length);
  for (const owner of owners) addTo(counts, masks[owner] as number, 1);
  const best: Exchange = { gain: 0, at: 0, out: 0, next: 0 };
  owners.forEach((out, at) => {
    if (owners.indexOf(out) !== at) return;
    const without = counts.slice();
    addTo(without, masks[out] as number, -1);
    const costs = sumsByMask(wishes.map((wish, w) => penalty * costOfOneMore(wish, without[w] as number)));
    const taken = scores[out * depth + (takes[out] as number) - 1] as number;
    const kept = taken - (costs[masks[out] as number] as number);
    for (let next = 0; next < masks.length; next++) {
      const place = takes[next] as number;
      if (next === out || place === sizes[next]) continue;
      const score = scores[next * depth + place] as number;
      const gain = score - (costs[masks[next] as number] as number) - kept;
      if (gain > best.gain) Object.assign(best, { gain, at, out, next });
    }
  });
  return best;
}

const costOfOneMore = (wish: Counts, count: number): number => missOf(wish, count + 1) - missOf(wish, count);
