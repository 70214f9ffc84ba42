import { describe, expect, it } from 'vitest';
import { compactIds, filterEvents } from './filters.ts';

const events = (pairs: [user: number, item: number][]) => ({
  users: Int32Array.from(pairs, ([user]) => user),
  items: Int32Array.from(pairs, ([, item]) => item),
  times: Float64Array.from(pairs, (_, i) => i),
});

describe('filterEvents', () => {
  it('keeps all when nothing repeats and k is 1', () => {
    const all = events([
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
    expect(filterEvents(all, { kCore: 1 })).toEqual({ events: all, repeats: 0 });
  });

  it('drops consecutive repeats of one user, not across users', () => {
    const kept = filterEvents(
      events([
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 1],
      ]),
      { kCore: 1 },
    );
    expect([...(kept.events.times ?? [])]).toEqual([0, 3]);
    expect(kept.repeats).toBe(2);
  });

  it('keeps repeats where people come back to items', () => {
    const twice = events([
      [0, 1],
      [0, 1],
    ]);
    expect(filterEvents(twice, { kCore: 2, repeats: true })).toEqual({ events: twice, repeats: 0 });
  });

  it('iterates: a rare item takes its user with it, and that user the next item', () => {
    // item 2 is rare; without it user 1 has one interaction; without that item 1 has one, and so on to the end of it
    const kept = filterEvents(
      events([
        [0, 0],
        [0, 1],
        [1, 1],
        [1, 2],
        [2, 0],
        [2, 3],
        [3, 3],
        [3, 0],
      ]),
      { kCore: 2 },
    );
    expect([...kept.events.users]).toEqual([2, 2, 3, 3]);
    expect([...kept.events.items]).toEqual([0, 3, 3, 0]);
  });

  it('drops a repeat that only a removal made consecutive', () => {
    const kept = filterEvents(
      events([
        [0, 0],
        [0, 9],
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
      { kCore: 2 },
    );
    expect([...kept.events.items]).toEqual([0, 1, 0, 1]);
    expect(kept.repeats).toBe(1);
  });

  it('passes on that there are no times', () => {
    expect(filterEvents({ ...events([[0, 0]]), times: null }, { kCore: 1 }).events.times).toBeNull();
  });
});

describe('compactIds', () => {
  it('renumbers in order', () => {
    const { old, compact } = compactIds(Int32Array.of(5, 2, 5));
    expect([[...old], [...compact]]).toEqual([
      [2, 5],
      [1, 0, 1],
    ]);
  });
});
