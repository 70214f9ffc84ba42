// Parts of the people and of the targets that are judged by themselves: a model may be better for most, and worse for some.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import { quantile } from '../math/quantile.ts';
import type { Target } from './targets.ts';

export interface SliceOfTargets {
  slice: string;
  /** Places in the list of targets. */
  places: number[];
}

interface SliceOptions {
  /** Of the candidate, whose data the targets are of. */
  catalogue: Catalogue;
  index: ReadonlyMap<string, number>;
  /** Seconds since 1970 of the newest event that the serving version learnt from; people since then are new. */
  newSince: number | null;
  /** People that a slice must have. */
  leastPeople: number;
}

/** Slices with people enough. Short and long histories, head and tail items are the outer quarters. */
export function slicesOf(targets: readonly Target[], options: SliceOptions): SliceOfTargets[] {
  const { catalogue, index, newSince, leastPeople } = options;
  const lengths = targets.map(({ history }) => history.length);
  const popularity = targets.map(({ target }) => at(catalogue.counts, lookUp(index, target)));
  const isNew = targets.map(({ since }) => newSince !== null && since !== null && since > newSince);
  const all = [
    { slice: 'histories: short', places: lowest(lengths) },
    { slice: 'histories: long', places: highest(lengths) },
    { slice: 'people: new', places: isNew.flatMap((yes, place) => (yes ? [place] : [])) },
    { slice: 'items: head', places: highest(popularity) },
    { slice: 'items: tail', places: lowest(popularity) },
    ...fansOf(targets, catalogue, index),
  ];
  const peopleOf = (places: readonly number[]): number =>
    new Set(places.map((place) => at(targets, place).person)).size;
  return all.filter(({ places }) => peopleOf(places) >= leastPeople);
}

const lowest = (values: readonly number[]): number[] => {
  const edge = quantile(
    values.toSorted((a, b) => a - b),
    0.25,
  );
  return values.flatMap((value, place) => (value <= edge ? [place] : []));
};

const highest = (values: readonly number[]): number[] => {
  const edge = quantile(
    values.toSorted((a, b) => a - b),
    0.75,
  );
  return values.flatMap((value, place) => (value >= edge ? [place] : []));
};

/** A fan's history has the attribute at least half as often again as all histories together. */
const FAN = 1.5;

/** A fan has at least so many items of the attribute. */
const FAN_ITEMS = 3;

function fansOf(
  targets: readonly Target[],
  { attributes, itemAttributes }: Catalogue,
  index: ReadonlyMap<string, number>,
): SliceOfTargets[] {
  const counts = targets.map(({ history }) => {
    const taken = new Float64Array(attributes.length);
    for (const id of history)
      for (const a of at(itemAttributes, lookUp(index, id))) taken[a] = at(taken, a) + 1;
    return taken;
  });
  const items = targets.reduce((sum, { history }) => sum + history.length, 0);
  return attributes.map(({ id }, a) => {
    const share = counts.reduce((sum, taken) => sum + at(taken, a), 0) / items;
    const isFan = ({ history }: Target, place: number): boolean => {
      const taken = at(at(counts, place), a);
      return taken >= FAN_ITEMS && taken >= FAN * share * history.length;
    };
    return {
      slice: `fans: ${id}`,
      places: targets.flatMap((one, place) => (isFan(one, place) ? [place] : [])),
    };
  });
}
