import { describe, expect, it } from 'vitest';
import { autoencoderSettingsSchema } from '../config/schema.ts';
import { sweepCells } from './cells.ts';

const base = autoencoderSettingsSchema.parse({ latents: 64, k: 8 });

describe('sweepCells', () => {
  it('crosses all values, cells of a hook together', () => {
    const cells = sweepCells(base, ['k=4,8', 'hook=blocks.0,final']);
    expect(cells.map(({ hook, k }) => [hook, k])).toEqual([
      ['blocks.0', 4],
      ['blocks.0', 8],
      ['final', 4],
      ['final', 8],
    ]);
    expect(cells[0]).toEqual({ ...base, hook: 'blocks.0', k: 4 });
  });

  it('tries a kind once for what it does not read', () => {
    const cells = sweepCells(base, ['kind=topk,relu-l1', 'k=4,16', 'l1Weight=0.1,0.2']);
    expect(cells.map(({ kind, k, l1Weight }) => [kind, k, l1Weight])).toEqual([
      ['topk', 4, base.l1Weight],
      ['topk', 16, base.l1Weight],
      ['relu-l1', 8, 0.1],
      ['relu-l1', 8, 0.2],
    ]);
  });

  it('reads what is on or off', () => {
    expect(sweepCells(base, ['refined=false,true']).map(({ refined }) => refined)).toEqual([false, true]);
    const kinds = sweepCells({ ...base, refined: true }, ['kind=topk,batch-topk']);
    expect(kinds.map(({ refined }) => refined)).toEqual([true, false]); // only topk can
  });

  it('is the run’s own settings where nothing varies', () => {
    expect(sweepCells(base, [])).toEqual([base]);
  });

  it.each([
    ['size=5', /"size"/],
    ['k=100', /k cannot exceed the number of latents/],
    ['hook=middle', /hook/],
    ['refined=2', /refined/],
    ['k', /expected key=value,value such as k=8,16/],
    ['k=', /expected key=value/],
  ])('refuses %s', (vary, message) => {
    expect(() => sweepCells(base, [vary])).toThrow(message);
  });
});
