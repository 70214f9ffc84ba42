// What ways of keeping wishes did to people's lists: ranking for all, for those who want the concept, and spill-over.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { ndcg10Of } from '../../ranking/ranking.ts';

/** One person's list with a wish kept, and the list without it. */
export interface KeptList {
  user: number;
  base: readonly number[];
  list: readonly number[];
  target: number;
}

export interface WayFigures {
  ndcg10: number;
  alignedNdcg10: number;
  spillover: number;
}

/** Sums over the lists of one way, so that those of thousands of people and of all wishes need not be kept. */
export class ListSums {
  readonly #catalogue: Pick<Catalogue, 'attributes' | 'itemAttributes'>;
  /** NDCG@10 summed over each user's wishes, of all and of those that the next item is meant by, and how many these are. */
  readonly all: Sums;
  readonly aligned: Sums;
  /** For each wish, by how much each attribute's count of places changed, and how many places there are. */
  readonly #changes = new Map<string, { change: Int32Array; places: number; own: number }>();

  constructor(catalogue: Pick<Catalogue, 'attributes' | 'itemAttributes'>, users: number) {
    this.#catalogue = catalogue;
    [this.all, this.aligned] = [new Sums(users), new Sums(users)];
  }

  /** @param wish a name for concept and raise together @param own the attribute that the concept stands for */
  add(wish: string, own: number, items: ReadonlySet<number>, kept: KeptList): void {
    const place = kept.list.indexOf(kept.target);
    const value = place < 0 ? 0 : ndcg10Of(place + 1);
    this.all.add(kept.user, value);
    if (items.has(kept.target)) this.aligned.add(kept.user, value);
    const { attributes, itemAttributes } = this.#catalogue;
    const known = this.#changes.get(wish) ?? { change: new Int32Array(attributes.length), places: 0, own };
    this.#changes.set(wish, known);
    known.places += kept.base.length;
    const count = (list: readonly number[], times: number): void => {
      for (const item of list)
        for (const a of at(itemAttributes, item)) known.change[a] = (known.change[a] as number) + times;
    };
    count(kept.base, -1);
    count(kept.list, 1);
  }

  figures(): WayFigures {
    const spilled = [...this.#changes.values()].map(({ change, places, own }) =>
      change.reduce((sum, by, a) => (a === own ? sum : sum + Math.abs(by) / places), 0),
    );
    return {
      ndcg10: this.all.mean(),
      alignedNdcg10: this.aligned.mean(),
      spillover: spilled.reduce((sum, value) => sum + value, 0) / Math.max(1, spilled.length),
    };
  }
}

/** Values of rankings, summed by user. */
export class Sums {
  readonly sums: Float64Array;
  readonly counts: Int32Array;

  constructor(users: number) {
    this.sums = new Float64Array(users);
    this.counts = new Int32Array(users);
  }

  add(user: number, value: number): void {
    this.sums[user] = (this.sums[user] as number) + value;
    this.counts[user] = (this.counts[user] as number) + 1;
  }

  /** Over rankings, so that whoever has many wishes counts for as many. */
  mean(): number {
    const count = this.counts.reduce((sum, value) => sum + value, 0);
    return this.sums.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  }
}
