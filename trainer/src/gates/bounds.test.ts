import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { BOUNDS_FILE, boundsSchema, readBounds } from './bounds.ts';

it('is committed whole: gates.json says every bound, and its schema is that of the code', async () => {
  const { $schema, ...committed } = JSON.parse(await readFile(BOUNDS_FILE, 'utf8')) as Record<
    string,
    unknown
  >;
  expect(committed).toEqual(boundsSchema.parse({}));
  const schema = await readFile(join(BOUNDS_FILE, '..', String($schema)), 'utf8');
  expect(JSON.parse(schema)).toEqual(
    JSON.parse(JSON.stringify(z.toJSONSchema(boundsSchema, { io: 'input' }))),
  );
});

it('refuses what it does not know, and takes defaults for what is not said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bounds-'));
  const file = join(folder, 'gates.json');
  await writeFile(file, '{"ranking":{"ndcg10":-0.01}}');
  expect((await readBounds(file)).ranking).toMatchObject({ ndcg10: -0.01, sliceNdcg10: -0.01 });
  await writeFile(file, '{"ranking":{"ndgc10":-0.01}}');
  await expect(readBounds(file)).rejects.toThrow(/ndgc10/);
  await writeFile(file, '{');
  await expect(readBounds(file)).rejects.toThrow(/is not JSON/);
  await rm(folder, { recursive: true });
});
