import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pseudonymise } from './pseudonyms.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-pseudonyms-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['a secret of 40 characters', 's'.repeat(40)],
  ['one that is longer than a block', 'långt'.repeat(20)],
])('is the Worker’s HMAC, by %s', async (_, secret) => {
  const source = join(folder, 'in.csv');
  await writeFile(source, 'customer,item,time\nauth0|1,007,1\nŁucja,x,2\nauth0|1,y,3\n');
  const out = join(folder, 'out.csv');
  expect(await pseudonymise({ source, user: 'customer', out, secret })).toEqual({ rows: 3, people: 2 });
  const named = (person: string): string => createHmac('sha256', secret).update(person).digest('hex');
  expect((await readFile(out, 'utf8')).trim().split('\n')).toEqual([
    'customer,item,time',
    `${named('auth0|1')},007,1`,
    `${named('Łucja')},x,2`,
    `${named('auth0|1')},y,3`,
  ]);
});

it('says what is missing', async () => {
  const source = join(folder, 'in.csv');
  await writeFile(source, 'customer,item\na,b\n');
  const options = { source, user: 'user', out: join(folder, 'out.csv'), secret: 's'.repeat(32) };
  await expect(pseudonymise(options)).rejects.toMatchObject({ code: 'unknown-column' });
  await expect(pseudonymise({ ...options, secret: 'short' })).rejects.toMatchObject({
    code: 'invalid-option',
  });
  await expect(pseudonymise({ ...options, out: 'out.xls', user: 'customer' })).rejects.toMatchObject({
    code: 'unknown-form',
  });
});
