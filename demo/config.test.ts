import { expect, test } from 'vitest';
import { demoConfig } from './config.ts';

const nothingNative = { TRIMTAB_CACHE: '/nowhere/at/all' };

test('two processes share the batches of the built-in data, and fewer people judge', () => {
  expect(demoConfig({ training: { maxEpochs: 3 } }, nothingNative)).toEqual({
    training: { processes: 2, maxEpochs: 3 },
    evaluation: { controls: false, steeringUsers: 200, parityUsers: 100 },
  });
});

test('what the settings say stays, and other data is trained as `trimtab run` trains it', () => {
  const settings = { training: { processes: 4 }, evaluation: { parityUsers: 7 } };
  expect(demoConfig(settings, nothingNative)).toMatchObject(settings);
  expect(demoConfig({ data: { source: 'ml-1m' } }, nothingNative).training).toEqual({});
});
