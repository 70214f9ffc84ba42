import { describe, expect, it } from 'vitest';
import { duration, stageProgress } from './progress.ts';

/** A terminal that remembers, and a clock that is set by hand. */
function fake(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const out = { isTTY, columns, write: (text: string) => written.push(text) };
  return { written, clock, progress: stageProgress('[1/8] data', out, () => clock.now) };
}

const CLEAR = '\r\u001B[2K';

describe('stageProgress', () => {
  it('rewrites a line on a terminal, with what is left at the speed so far', () => {
    const { written, clock, progress } = fake(true);
    clock.now = 20_000;
    progress.update(0.25, 'reading');
    expect(written).toEqual([
      `${CLEAR}[1/8] data  ████░░░░░░░░░░░░ 25%  reading, about 1 min 0 s left here`, // 20 s · .75/.25
    ]);
  });

  it('writes no more than ten times a second, and no estimate from almost nothing', () => {
    const { written, clock, progress } = fake(true);
    progress.update(0, 'a');
    clock.now = 99;
    progress.update(0.01, 'b');
    clock.now = 100;
    progress.update(0.02, 'c');
    expect(written.map((text) => text.slice(-1))).toEqual(['a', 'c']);
  });

  it('never wraps a line', () => {
    const { written, clock, progress } = fake(true, 30);
    clock.now = 1000;
    progress.update(0.01, 'a long description of what is being done');
    expect(written[0]).toHaveLength(CLEAR.length + 29);
  });

  it('tells a log every half minute that it goes on, counted from the last line', () => {
    const { written, clock, progress } = fake(false, 30);
    const at = (now: number, work: () => void): void => {
      clock.now = now;
      work();
    };
    at(29_999, () => progress.update(0.4, 'too soon'));
    at(30_000, () => progress.update(0.5, 'reading a file that has a long name'));
    at(40_000, () => progress.line('done'));
    at(69_999, () => progress.update(0.6, 'too soon'));
    at(70_000, () => progress.update(0.7, 'writing'));
    expect(written).toEqual([
      '[1/8] data  50%  reading a file that has a long name, about 30 s left here\n',
      '[1/8] data  done\n',
      '[1/8] data  70%  writing, about 30 s left here\n',
    ]);
  });

  it('puts a line that stays in place of the one that rewrites itself', () => {
    const { written, progress } = fake(true);
    progress.line('done');
    expect(written).toEqual([`${CLEAR}[1/8] data  done\n`]);
  });
});

it('says durations as people do', () => {
  expect([400, 42_000, 59_600, 185_000].map(duration)).toEqual(['0 s', '42 s', '1 min 0 s', '3 min 5 s']);
});
