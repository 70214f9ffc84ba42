import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assembleDataset } from '../data/assemble.ts';
import { heldOut, protocolOf, type Dataset } from '../data/dataset.ts';
import { writeDataset } from '../data/store.ts';
import { parseConfig } from '../config/schema.ts';
import { datasetFolder, loadData } from './files-of-run.ts';
import type { Run } from './run-folder.ts';
import { dataStage } from './stages/data.ts';

const folder = await mkdtemp(join(tmpdir(), 'trimtab-protocol-'));
afterAll(() => rm(folder, { recursive: true }));

const runWith = (data: Record<string, unknown>): Run => ({
  name: 'small',
  folder,
  config: parseConfig({ data }, 'the test'),
});

/** Ten interactions at the times 0 to 9: the cut is at 8.1, so 9 is the test target, and 3 and 8 are for validation. */
const small: Dataset = {
  repeats: true,
  ...assembleDataset({
    name: 'small',
    catalogue: { ids: ['a', 'b'], titles: ['a', 'b'], attributes: [], itemAttributes: [[], []], counts: [] },
    userIds: ['u', 'v'],
    histories: [
      [0, 1, 0, 1, 0],
      [1, 0, 1, 0, 1],
    ],
    times: [
      [0, 1, 2, 3, 9],
      [4, 5, 6, 7, 8],
    ],
    historiesShareable: true,
  }),
};

describe('data.protocol', () => {
  it('decides what every stage that loads the data holds out', async () => {
    await writeDataset(datasetFolder(runWith({})), small);
    const [plain, split] = [await loadData(runWith({})), await loadData(runWith({ protocol: 'time-split' }))];
    expect([protocolOf(plain), protocolOf(split)]).toEqual(['leave-one-out', 'time-split']);
    expect([0, 1].map((user) => heldOut(plain, user, 'test')[0]?.target)).toEqual([0, 1]);
    expect([0, 1].map((user) => heldOut(split, user, 'test')[0]?.target)).toEqual([0, undefined]);
    expect([0, 1].map((user) => heldOut(split, user, 'validation')[0]?.target)).toEqual([1, 1]);
    expect(plain.catalogue.counts).toEqual([3, 3]); // the first three of each
    expect(split.catalogue.counts).toEqual([4, 3]); // the first three and the first four
  });

  it('is part of what the stages depend on, so that another protocol trains anew', async () => {
    const [plain, split] = [runWith({}), runWith({ protocol: 'time-split' })];
    expect(await dataStage.inputs(split)).not.toEqual(await dataStage.inputs(plain));
    expect(await dataStage.inputs(runWith({}))).toEqual(await dataStage.inputs(plain));
  });

  it('is one that there is', () => {
    expect(() => runWith({ protocol: 'by-moon' })).toThrow(/data\.protocol/);
  });
});
