// Which interactions count: consecutive repeats and rare users and items go, until nothing more has to.

/** Interactions grouped by user, oldest first. */
export interface Events {
  users: Int32Array;
  items: Int32Array;
  times: Float64Array | null;
  /** 1 for what apps sent, 0 for the rest; absent where apps sent nothing. */
  sent?: Int32Array | undefined;
}

export interface Filtered {
  events: Events;
  /** Interactions dropped because their item was the user's last one already. */
  repeats: number;
}

export interface Filters {
  /** Interactions that users and items must have; 1 keeps all. */
  kCore: number;
  /** Keeps an interaction whose item is the user's last one already. */
  repeats?: boolean | undefined;
}

/**
 * Drops an interaction whose item is the user's last one already, and those of users and items with fewer than
 * `kCore` interactions. It does so until nothing changes, since each removal can make another necessary.
 */
export function filterEvents(events: Events, { kCore, repeats = false }: Filters): Filtered {
  const { users, items } = events;
  const kept = new Uint8Array(users.length).fill(1);
  let allRepeated = 0;
  for (;;) {
    const repeated = repeats ? 0 : dropRepeats(events, kept);
    allRepeated += repeated;
    const removed = repeated + dropRare(users, kept, kCore) + dropRare(items, kept, kCore);
    if (removed === 0) break;
  }
  const left = kept.reduce((sum, one) => sum + one, 0);
  const picked: Events = {
    users: pick(users, new Int32Array(left), kept),
    items: pick(items, new Int32Array(left), kept),
    times: events.times === null ? null : pick(events.times, new Float64Array(left), kept),
  };
  if (events.sent !== undefined) picked.sent = pick(events.sent, new Int32Array(left), kept);
  return { events: picked, repeats: allRepeated };
}

/** Plain loops here and below: with tens of millions of interactions a callback for each takes longer than reading them. */
function pick<Column extends Int32Array | Float64Array>(
  from: Column,
  into: Column,
  kept: Uint8Array,
): Column {
  let next = 0;
  for (let i = 0; i < from.length; i++) {
    if (kept[i] === 1) into[next++] = from[i] as number;
  }
  return into;
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
  const counts = new Int32Array(largestOf(column) + 1);
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    counts[value] = (counts[value] as number) + (kept[i] as number);
  }
  let removed = 0;
  for (let i = 0; i < column.length; i++) {
    if (kept[i] === 0 || (counts[column[i] as number] as number) >= least) continue;
    kept[i] = 0;
    removed++;
  }
  return removed;
}

/** Renumbers the values that occur, none of them negative, in their order: [5, 2, 5] → old [2, 5], new [1, 0, 1]. */
export function compactIds(column: Int32Array): { old: Int32Array; compact: Int32Array } {
  const place = new Int32Array(largestOf(column) + 1);
  for (let i = 0; i < column.length; i++) place[column[i] as number] = 1;
  const old = Int32Array.from(place.keys()).filter((value) => place[value] === 1);
  for (let i = 0; i < old.length; i++) place[old[i] as number] = i;
  const compact = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) compact[i] = place[column[i] as number] as number;
  return { old, compact };
}

/** The largest value, -1 where there is none. */
function largestOf(column: Int32Array): number {
  let largest = -1;
  for (let i = 0; i < column.length; i++) largest = Math.max(largest, column[i] as number);
  return largest;
}
