// A Dataset on disk: JSON for words, safetensors for numbers, and dataset.json, written last, that ties them.
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import { z } from 'zod';
import type { Dataset } from './dataset.ts';
import { FIRST_FORMAT, numbersOfFirstFormat } from './first-format.ts';
import { makeFolder } from '../files/make-folder.ts';
import { decodeSafetensors, safetensorsParts } from '../files/safetensors.ts';
import { DataError, withFile } from './errors.ts';

const FORMAT = 2;
const HEADER = 'dataset.json';
const FILES = {
  catalogue: 'catalogue.json',
  userIds: 'users.json',
  interactions: 'interactions.safetensors',
} as const;

const headerSchema = z.strictObject({
  format: z.literal([FIRST_FORMAT, FORMAT]),
  name: z.string().min(1),
  users: z.int().positive(),
  items: z.int().positive(),
  interactions: z.int().positive(),
  historiesShareable: z.boolean(),
  repeats: z.boolean().default(false),
  files: z.record(
    z.string(),
    z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().length(64) }),
  ),
});
type Header = z.infer<typeof headerSchema>;

/**
 * Writes all files beside their places and then renames them, dataset.json last: a write that stops half-way leaves
 * either the old data set or none, never a mixture.
 *
 * @throws DataError `unwritable-file` where the disk is full or read-only
 */
export const writeDataset = (folder: string, data: Dataset): Promise<void> =>
  withFile(folder, () => writeFiles(folder, data));

async function writeFiles(folder: string, data: Dataset): Promise<void> {
  const contents = contentsOf(data);
  const header: Header = {
    format: FORMAT,
    name: data.name,
    users: data.userIds.length,
    items: data.catalogue.ids.length,
    interactions: data.items.length,
    historiesShareable: data.historiesShareable,
    repeats: data.repeats ?? false,
    files: Object.fromEntries([...contents].map(([name, parts]) => [name, describe(parts)])),
  };
  contents.set(HEADER, [Buffer.from(`${JSON.stringify(header, null, 2)}\n`)]);
  await makeFolder(folder);
  const temporary = (name: string): string => join(folder, `${name}.${process.pid}.partial`);
  try {
    for (const [name, parts] of contents) await writeFile(temporary(name), parts);
    await rm(join(folder, HEADER), { force: true });
    for (const name of contents.keys()) await rename(temporary(name), join(folder, name));
  } finally {
    await Promise.all([...contents.keys()].map((name) => rm(temporary(name), { force: true })));
  }
}

/** @throws DataError `missing-source` when there is no data set in the folder, `damaged-dataset` when it is not whole */
export async function readDataset(folder: string): Promise<Dataset> {
  const header = await readHeader(folder);
  const file = (name: string): Promise<Buffer> => readVerified(folder, name, header);
  const catalogue = catalogueSchema.safeParse(
    parseJson(folder, FILES.catalogue, await file(FILES.catalogue)),
  );
  const userIds = z.array(z.string()).safeParse(parseJson(folder, FILES.userIds, await file(FILES.userIds)));
  if (!catalogue.success) throw damaged(folder, FILES.catalogue, z.prettifyError(catalogue.error));
  if (!userIds.success) throw damaged(folder, FILES.userIds, z.prettifyError(userIds.error));
  const data: Dataset = {
    name: header.name,
    catalogue: catalogue.data,
    userIds: userIds.data,
    ...(header.format === FIRST_FORMAT
      ? await numbersOfFirstFormat(file, header.files)
      : numbersIn(folder, await file(FILES.interactions))),
    historiesShareable: header.historiesShareable,
    repeats: header.repeats,
  };
  const fault = faultOf(data, header);
  if (fault !== null) throw damaged(folder, HEADER, fault);
  return data;
}

/** The bytes of each file, in parts. */
function contentsOf(data: Dataset): Map<string, Uint8Array[]> {
  const { offsets, items, times } = data;
  const arrays = {
    ...(times !== null && { times: { shape: [times.length], data: times } }),
    offsets: { shape: [offsets.length], data: offsets },
    items: { shape: [items.length], data: items },
  };
  return new Map<string, Uint8Array[]>([
    [FILES.catalogue, [Buffer.from(JSON.stringify(data.catalogue))]],
    [FILES.userIds, [Buffer.from(JSON.stringify(data.userIds))]],
    [FILES.interactions, safetensorsParts(arrays)],
  ]);
}

function numbersIn(folder: string, bytes: Uint8Array): Pick<Dataset, 'offsets' | 'items' | 'times'> {
  const { arrays } = decodeSafetensors(bytes, join(folder, FILES.interactions));
  const { offsets, items, times } = arrays;
  if (!(offsets?.data instanceof Int32Array) || !(items?.data instanceof Int32Array)) {
    throw damaged(folder, FILES.interactions, 'lacks offsets or items');
  }
  const numbers = { offsets: offsets.data, items: items.data };
  if (times === undefined) return { ...numbers, times: null };
  if (times.data instanceof Float64Array) return { ...numbers, times: times.data };
  throw damaged(folder, FILES.interactions, 'has times that are not F64');
}

function describe(parts: readonly Uint8Array[]): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return { bytes: parts.reduce((sum, part) => sum + part.length, 0), sha256: hash.digest('hex') };
}

async function readHeader(folder: string): Promise<Header> {
  const text = await readFile(join(folder, HEADER)).catch((cause: unknown) => {
    const problem = { file: folder, problem: `holds no ${HEADER}`, expected: 'a prepared data set' };
    throw new DataError('missing-source', { ...problem, advice: 'Run `trimtab data` first' }, { cause });
  });
  const header = headerSchema.safeParse(parseJson(folder, HEADER, text));
  if (!header.success) throw damaged(folder, HEADER, z.prettifyError(header.error));
  return header.data;
}

async function readVerified(folder: string, name: string, header: Header): Promise<Buffer> {
  const listed = header.files[name];
  if (listed === undefined) throw damaged(folder, HEADER, `does not list ${name}`);
  const bytes = await readFile(join(folder, name)).catch((cause: unknown) => {
    throw damaged(folder, name, 'cannot be read', cause);
  });
  const found = describe([bytes]);
  if (found.bytes !== listed.bytes || found.sha256 !== listed.sha256) {
    throw damaged(
      folder,
      name,
      `has ${found.bytes} bytes that are not the ${listed.bytes} that were written`,
    );
  }
  return bytes;
}

function parseJson(folder: string, name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw damaged(folder, name, 'is not JSON', cause);
  }
}

/** What does not fit together, or null. */
function faultOf({ catalogue, userIds, offsets, items, times }: Dataset, header: Header): string | null {
  const count = catalogue.ids.length;
  if (userIds.length !== header.users) return `says ${header.users} users, but there are ${userIds.length}`;
  if (count !== header.items) return `says ${header.items} items, but there are ${count}`;
  if (items.length !== header.interactions || (times !== null && times.length !== items.length)) {
    return `says ${header.interactions} interactions, but the binary files hold another number`;
  }
  const rising = offsets.every((offset, i) => i === 0 || offset >= (offsets[i - 1] as number));
  const whole = offsets.length === userIds.length + 1 && offsets[0] === 0 && offsets.at(-1) === items.length;
  if (!rising || !whole) return 'has histories that do not cover the interactions';
  return items.every((item) => item >= 0 && item < count) ? null : 'has an interaction with an unknown item';
}

function damaged(folder: string, name: string, problem: string, cause?: unknown): DataError {
  return new DataError(
    'damaged-dataset',
    {
      file: join(folder, name),
      problem,
      expected: 'a data set as this version writes it',
      advice: 'Delete the folder and run `trimtab data` again',
    },
    { cause },
  );
}
