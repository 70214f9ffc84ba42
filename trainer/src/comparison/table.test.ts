import { expect, it } from 'vitest';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { steeringTable } from './table.ts';

it('lists methods, the one that gains most first, and then what hidden halves gain', () => {
  const steering = {
    summary: {
      'add@blocks.0': { gainAt5pct: 1.2, spilloverAtEqualGain: 0.29 },
      boost: { gainAt5pct: 1.7, spilloverAtEqualGain: 0.165 },
    },
    hiddenAttribute: { classifier: { hiddenGain: 0.9, knownGain: 1.2, ratio: 0.75 } },
    hiddenAnchors: { 'add@blocks.0': { hiddenGain: 0.5, knownGain: 1, ratio: 0.5 } },
  } as unknown as Metrics['steering'];
  expect(steeringTable(steering)).toEqual([
    'steering                      gain at 5%  spill-over',
    'boost                              1.700       0.165',
    'add@blocks.0                       1.200       0.290',
    'hidden half                         gain       known       ratio',
    'classifier, attributes             0.900       1.200       0.750',
    'add@blocks.0, anchors              0.500       1.000       0.500',
  ]);
  expect(steeringTable({ split: 'test', curves: [] })).toEqual([]);
});
