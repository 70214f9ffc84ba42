// The files that we want out of a zip archive, streamed to a flat folder, with sizes and CRCs checked.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/** A file's name → the MD5 of what was unpacked, in hexadecimal. */
export type Unpacked = Map<string, string>;

/**
 * Only base names are used, so that no entry can be written outside the folder.
 *
 * @throws Error when the archive is no zip, or a file differs in size or CRC from what the archive says
 */
export async function unpack(archive: string, folder: string, wanted: RegExp): Promise<Unpacked> {
  const zip = await openPromise(archive);
  const unpacked: Unpacked = new Map();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = basename(entry.fileName);
      const chosen =
        wanted.test(name) && !entry.fileName.endsWith('/') && !entry.fileName.startsWith('__MACOSX');
      if (chosen) unpacked.set(name, await unpackEntry(zip, entry, join(folder, name)));
    }
  } finally {
    zip.close();
  }
  return unpacked;
}

async function unpackEntry(zip: ZipFile, entry: Entry, file: string): Promise<string> {
  const md5 = createHash('md5');
  let crc = 0;
  const check = new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      crc = crc32(chunk, crc);
      md5.update(chunk);
      done(null, chunk);
    },
  });
  // yauzl itself fails when the size differs from the archive's directory
  await pipeline(await zip.openReadStreamPromise(entry), check, createWriteStream(file, { flags: 'wx' }));
  if (crc !== entry.crc32)
    throw new Error(`${entry.fileName} has CRC ${crc}, but the archive says ${entry.crc32}`);
  return md5.digest('hex');
}
