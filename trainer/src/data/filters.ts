// Which interactions count: consecutive repeats and rare users and items go, until nothing more has to.

/** Interactions grouped by user, oldest first. */
export interface Events {
  users: Int32Array;
  items: Int32Array;
  times: Float64Array | null;
}

export interface Filters {
  /** Interactions that users and items must have; 1 keeps all. */
  kCore: number;
  /** Keeps an interaction whose item is the user's last one already. */
  repeats?: boolean | undefined;
}

/**
 * Drops an interaction whose item is the user's last one already, and those of users and items with fewer than
 * `kCore` interactions, again and again, since each removal can make another necessary.
 */
export function filterEvents(events: Events, { kCore, repeats = false }: Filters): Events {
  const { users, items } = events;
  const kept = new Uint8Array(users.length).fill(1);
  for (;;) {
    const repeated = repeats ? 0 : dropRepeats(events, kept);
    const removed = repeated + dropRare(users, kept, kCore) + dropRare(items, kept, kCore);
    if (removed === 0) break;
  }
  return {
    users: users.filter((_, i) => kept[i] === 1),
    items: items.filter((_, i) => kept[i] === 1),
    times: events.times?.filter((_, i) => kept[i] === 1) ?? null,
  };
}

function dropRepeats({ users, items }: Events, kept: Uint8Array): number {
  let last = -1;
  let removed = 0;
  for (let i = 0; i < users.length; i++) {
    if (kept[i] === 0) continue;
    if (last >= 0 && users[i] === users[last] && items[i] === items[last]) {
      kept[i] = 0;
      removed++;
    } else {
      last = i;
    }
  }
  return removed;
}

function dropRare(column: Int32Array, kept: Uint8Array, least: number): number {
  let largest = -1;
  for (const value of column) largest = Math.max(largest, value);
  const counts = new Int32Array(largest + 1);
  column.forEach((value, i) => {
    counts[value] = (counts[value] as number) + (kept[i] as number);
  });
  let removed = 0;
  column.forEach((value, i) => {
    if (kept[i] === 0 || (counts[value] as number) >= least) return;
    kept[i] = 0;
    removed++;
  });
  return removed;
}

/** Renumbers the values that occur, in their order: [5, 2, 5] → old [2, 5], new [1, 0, 1]. */
export function compactIds(column: Int32Array): { old: Int32Array; compact: Int32Array } {
  const old = Int32Array.from(new Set(column)).sort();
  const place = new Map([...old].map((value, index) => [value, index]));
  return { old, compact: column.map((value) => place.get(value) as number) };
}
