import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../../config/schema.ts';
import { dataStage } from './data.ts';

it('reads the data again when apps sent more, and not because it was gathered again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-stage-data-'));
  const events = join(folder, 'sent.ndjson');
  const config = parseConfig({ data: { events } }, 'test');
  const inputs = async (text: string, time: number): Promise<unknown> => {
    await writeFile(events, text);
    await utimes(events, time, time);
    return dataStage.inputs({ name: 'test', folder: join(folder, 'run'), config });
  };
  const first = await inputs('one', 1);
  expect(await inputs('one', 2)).toEqual(first);
  expect(await inputs('two', 2)).not.toEqual(first);
  await rm(folder, { recursive: true });
});
