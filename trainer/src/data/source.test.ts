import { expect, it } from 'vitest';
import { generateDataset } from './generated/generated.ts';
import { openData } from './source.ts';

it('opens the built-in data without a name and by name, from the seed', async () => {
  const data = await openData(undefined, { seed: 3 });
  expect(data.items).toEqual(generateDataset({ seed: 3 }).items);
  expect((await openData('generated', { seed: 4 })).items).not.toEqual(data.items);
  expect(data.historiesShareable).toBe(true);
});

it('refuses options that the built-in data has no use for', async () => {
  await expect(openData('generated', { kCore: 5, user: undefined })).rejects.toMatchObject({
    code: 'invalid-option',
    message: expect.stringContaining('takes no kCore'),
  });
});

it('lists the names when a word is neither a name nor a path', async () => {
  await expect(openData('ml-2m')).rejects.toMatchObject({
    code: 'missing-source',
    message: expect.stringMatching(/no data called "ml-2m".*ml-latest-small, ml-100k, ml-1m/),
  });
});
