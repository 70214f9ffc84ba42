// A row of scores over all items of which few are above 0: work on it grows with those few, not with the catalogue.

/** Zeros, but for what was added. */
export class SparseRow {
  readonly values: Float64Array;
  /** Places that something was added to, in the order in which they came. */
  readonly touched: number[] = [];

  constructor(values: Float64Array) {
    this.values = values;
  }

  /** @param amount above 0 */
  add(place: number, amount: number): void {
    const before = this.values[place] as number;
    if (before === 0) this.touched.push(place);
    this.values[place] = before + amount;
  }

  clear(): void {
    for (const place of this.touched) this.values[place] = 0;
    this.touched.length = 0;
  }

  /**
   * The rank of a target as `rankOf` has it for the same scores in single precision, none of which is below 0.
   *
   * @param excluded left out of the ranking
   */
  rankOf(target: number, excluded: ReadonlySet<number>): number {
    const wanted = Math.fround(this.values[target] as number);
    const left = [...excluded].filter((item) => item !== target);
    if (wanted === 0) return this.values.length - left.length; // everything is level with it, or ahead
    const reaches = (item: number): boolean => Math.fround(this.values[item] as number) >= wanted;
    const ahead = this.touched.reduce((count, item) => count + (reaches(item) ? 1 : 0), 0);
    return ahead - left.reduce((count, item) => count + (reaches(item) ? 1 : 0), 0);
  }
}
