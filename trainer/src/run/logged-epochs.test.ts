import { expect, test } from 'vitest';
import { parseLog } from './logged-epochs.ts';

test('the log is read by the names of its columns', () => {
  expect(parseLog('epoch,loss\n1,6.5\n2,5.25\n')).toEqual([
    { epoch: 1, loss: 6.5 },
    { epoch: 2, loss: 5.25 },
  ]);
});
