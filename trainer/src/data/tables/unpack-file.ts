// What a file is by its first bytes, and compressed ones unpacked whole: end and checksum are checked before a row counts.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { endOfFrames } from './zstd-frames.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { DataError, faultOf, requirePresent, withFile } from '../errors.ts';

type Packing = 'gzip' | 'zstd';

/** Endings that say how a file is compressed. */
const ENDINGS: Readonly<Record<string, Packing>> = { gz: 'gzip', gzip: 'gzip', zst: 'zstd', zstd: 'zstd' };

const MAGIC: Readonly<Record<Packing, string>> = { gzip: '1f8b', zstd: '28b52ffd' };

/** Forms that are not read, by their first bytes in hexadecimal, and what to do with them. */
const OTHERS: readonly { magic: string; what: string; advice: string }[] = [
  { magic: '504b0304', what: 'a zip archive or a spreadsheet', advice: 'Unpack it (unzip), or save the sheet as CSV, and name what comes of it' }, // prettier-ignore
  { magic: '504b0506', what: 'an empty zip archive', advice: 'Pack it again, or bring the file itself' },
  { magic: '425a68', what: 'compressed with bzip2', advice: 'Unpack it (bunzip2) and name what was in it' },
  { magic: 'fd377a585a00', what: 'compressed with xz', advice: 'Unpack it (unxz) and name what was in it' },
  { magic: '377abcaf271c', what: 'a 7z archive', advice: 'Unpack it (7z x) and name what was in it' },
  { magic: '52617221', what: 'a rar archive', advice: 'Unpack it (unrar x) and name what was in it' },
  { magic: '04224d18', what: 'compressed with lz4', advice: 'Unpack it (unlz4) and name what was in it' },
  { magic: 'd0cf11e0', what: 'a spreadsheet', advice: 'Save it as CSV and name that' },
  { magic: '53514c69746520', what: 'an SQLite database', advice: 'Export the table as CSV and name that' },
  { magic: '4152524f5731', what: 'an Arrow file', advice: 'Write it as Parquet and name that' },
  { magic: '4f5243', what: 'an ORC file', advice: 'Write it as Parquet and name that' },
  { magic: '4f626a01', what: 'an Avro file', advice: 'Write it as Parquet and name that' },
  { magic: '894844460d0a', what: 'an HDF5 file', advice: 'Write it as Parquet or CSV and name that' },
  { magic: '25504446', what: 'a PDF', advice: 'Name the file of interactions' },
  { magic: '76657273696f6e2068747470733a2f2f6769742d6c6673', what: 'a pointer of Git LFS and not the file itself', advice: 'Fetch it (git lfs pull)' }, // prettier-ignore
];

/** How the name says that a file is compressed; null where it says nothing. */
export const packingOfName = (name: string): Packing | null =>
  ENDINGS[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;

/** The name without the ending of its compression: `a.csv.gz` → `a.csv`. */
export const plainName = (name: string): string =>
  packingOfName(name) === null ? name : name.replace(/\.\w+$/, '');

/**
 * How a file is compressed, by its first bytes; null for a plain file.
 *
 * @throws DataError `unreadable-file` for what is none of the forms read, or not what its name says
 */
export async function packingOf(file: string): Promise<Packing | null> {
  const found = await requirePresent(file);
  if (!found.isFile()) throw unreadable(file, 'is no plain file', 'a file on disk, since it is read more than once', 'Write it to a file and name that'); // prettier-ignore
  if (found.size === 0) throw unreadable(file, 'is empty', 'rows of data', 'Bring the file whole');
  const start = await firstBytes(file, 0, 32);
  const packing = (['gzip', 'zstd'] as const).find((each) => start.startsWith(MAGIC[each])) ?? null;
  const named = packingOfName(file);
  if (named !== null && packing === null) {
    throw unreadable(
      file,
      `is no ${named} archive, though its name says so`,
      `${named}, or a name that does not end so`,
      'Compress it, or take the ending from its name when it is plain text',
    );
  }
  if (packing === null) await refuseOthers(file, file, start);
  return packing;
}

async function refuseOthers(file: string, unpacked: string, start: string): Promise<void> {
  const other = OTHERS.find(({ magic }) => start.startsWith(magic));
  const expected = 'text, Parquet or NDJSON, plain or compressed with gzip or zstd';
  const again = file !== unpacked && Object.values(MAGIC).some((magic) => start.startsWith(magic));
  if (again)
    throw unreadable(file, 'is compressed twice', 'once', 'Unpack it once and name what comes of it');
  if (other !== undefined) throw unreadable(file, `is ${other.what}`, expected, other.advice);
  if ((await firstBytes(unpacked, 257, 5)) === '7573746172') {
    throw unreadable(file, 'is a tar archive', expected, 'Unpack it (tar xf) and name what was in it');
  }
}

const firstBytes = (file: string, from: number, count: number): Promise<string> =>
  withFile(file, async () => {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, from);
      return buffer.toString('hex', 0, bytesRead);
    } finally {
      await handle.close();
    }
  });

/** A stream that unpacks. @throws DataError where this Node cannot */
function unpacker(file: string, packing: Packing): Transform & { bytesWritten: number } {
  if (packing === 'gzip') return zlib.createGunzip();
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress();
  throw unreadable(file, 'is compressed with zstd', 'Node 22.15 or later for that', 'Unpack it (unzstd), and name what was in it'); // prettier-ignore
}

/**
 * The path of the unpacked file: itself where it is plain, else one of `scratch`.
 *
 * @throws DataError `unreadable-file` when an archive is cut short, damaged, or followed by something else
 */
export async function unpackFile(file: string, scratch: () => Promise<string>): Promise<string> {
  const packing = await packingOf(file);
  if (packing === null) return file;
  const target = await scratch();
  const stream = unpacker(file, packing);
  await pipeline(createReadStream(file), stream, createWriteStream(target)).catch((cause: unknown) => {
    throw fileProblem(cause) === null ? damaged(file, packing, cause) : faultOf(target, cause);
  });
  const { size } = await stat(file);
  if (packing === 'zstd') await refuseCutFrames(file);
  if (packing === 'gzip' && stream.bytesWritten < size && (await hasMore(file, stream.bytesWritten))) {
    throw unreadable(
      file,
      `goes on for ${size - stream.bytesWritten} bytes after the end of its gzip archive`,
      'an archive and nothing after it',
      'Bring it again, or compress it anew',
    );
  }
  if ((await stat(target)).size > 0) await refuseOthers(file, target, await firstBytes(target, 0, 32));
  return target;
}

async function refuseCutFrames(file: string): Promise<void> {
  const end = await endOfFrames(file);
  if (end === 'whole') return;
  const problem =
    end === 'cut' ? 'is cut short: its zstd archive has no end' : 'goes on after the end of its zstd archive';
  throw unreadable(file, problem, 'a whole archive, and nothing after it', 'Bring it again, and compare its size with that of the original'); // prettier-ignore
}

/** Whether anything but the zeros of padding follows. */
async function hasMore(file: string, from: number): Promise<boolean> {
  for await (const chunk of createReadStream(file, { start: from })) {
    if ((chunk as Buffer).some((byte) => byte !== 0)) return true;
  }
  return false;
}

/** The first bytes of what a file holds, unpacked, as far as they can be had: for looking, not for reading. */
export async function headOf(file: string, most = 262_144): Promise<Buffer> {
  const packing = await packingOf(file);
  const raw = createReadStream(file);
  const stream = packing === null ? raw : raw.pipe(unpacker(file, packing));
  raw.on('error', (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let held = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      held += (chunk as Buffer).length;
      if (held >= most) break;
    }
  } catch {
    // A damaged archive is told of when it is read whole; until then what came is enough to look at.
  } finally {
    raw.destroy();
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function damaged(file: string, packing: Packing, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  const cut = /unexpected end|premature/i.test(message);
  return new DataError(
    'unreadable-file',
    {
      file,
      problem: cut
        ? `is cut short: its ${packing} archive has no end`
        : `is a damaged ${packing} archive (${message})`,
      expected: 'a whole archive, whose checksum agrees',
      advice: 'Bring it again, and compare its size with that of the original',
    },
    { cause },
  );
}

const unreadable = (file: string, problem: string, expected: string, advice: string): DataError =>
  new DataError('unreadable-file', { file, problem, expected, advice });
