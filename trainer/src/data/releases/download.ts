// MovieLens from GroupLens into the cache: whole, checked, and only then under its name.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../files/cache-folder.ts';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { detectForm } from '../forms/detect.ts';
import { DataError } from '../errors.ts';
import { releaseOf, releaseUrl, type Release } from './movielens.ts';
import { unpack } from './unpack.ts';

export interface Surroundings {
  environment?: NodeJS.ProcessEnv;
  fetch?: typeof fetch;
  /** Gets one line for each thing that a person should know. */
  log?: (line: string) => void;
}

/** What the readers use, and the terms; the tag genome alone would be hundreds of megabytes. */
const WANTED = /^(ratings|movies|tags|users|links)\.(dat|csv)$|^u\.(data|item|genre|user)$|^README/;

/** The folder of a release: `data/<name>` in the cache. */
export const cachedRelease = (name: string, environment: NodeJS.ProcessEnv = process.env): string =>
  join(cacheFolder(environment), 'data', name);

/**
 * The folder of a release, from the cache or from GroupLens.
 *
 * @throws DataError `download-failed` when GroupLens cannot be reached, `damaged-download` when what came is not whole
 */
export async function fetchRelease(
  name: string,
  { environment = process.env, fetch = globalThis.fetch, log = () => undefined }: Surroundings = {},
): Promise<string> {
  const release = releaseOf(name);
  if (release === undefined) throw new RangeError(`there is no release "${name}"`);
  const folder = cachedRelease(name, environment);
  if (await detectForm(folder).then(Boolean, () => false)) return folder;
  const partial = `${folder}.${process.pid}.partial`;
  const archive = `${partial}.zip`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    log(`Downloading ${releaseUrl(name)} for research use under its own terms (see the README beside it)`);
    const md5 = await download(name, folder, archive, fetch);
    checkArchive(name, release, md5, log);
    await mkdir(partial);
    await unpackRelease(name, release, archive, partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return folder;
  } finally {
    await rm(archive, { force: true });
    await rm(partial, { recursive: true, force: true });
  }
}

/** Returns the MD5 of what came. */
async function download(
  name: string,
  folder: string,
  file: string,
  fetch: typeof globalThis.fetch,
): Promise<string> {
  const url = releaseUrl(name);
  const response = await fetch(url).catch((cause: unknown) => {
    throw unreachable(url, folder, 'cannot be reached', cause);
  });
  if (!response.ok || response.body === null) {
    throw unreachable(url, folder, `answered ${response.status} ${response.statusText}`.trim());
  }
  const md5 = createHash('md5');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      bytes += chunk.length;
      md5.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), count, createWriteStream(file)).catch((cause: unknown) => {
    throw unreachable(url, folder, `broke off after ${bytes} bytes`, cause);
  });
  const announced = response.headers.get('content-length');
  if (announced !== null && Number(announced) !== bytes) {
    throw damaged(url, `sent ${bytes} bytes`, `the ${announced} bytes that it announced`);
  }
  return md5.digest('hex');
}

function checkArchive(
  name: string,
  { md5, files }: Release,
  found: string,
  log: (line: string) => void,
): void {
  if (md5 === null) {
    const rest = files === undefined ? 'sizes and CRCs inside it are' : 'each file inside it is';
    log(`No checksum of ${name}.zip is known; ${rest} checked instead`);
  } else if (found !== md5) {
    throw damaged(
      releaseUrl(name),
      `sent an archive with MD5 ${found}`,
      `MD5 ${md5}, as GroupLens publishes`,
    );
  }
}

async function unpackRelease(
  name: string,
  { files = {} }: Release,
  archive: string,
  folder: string,
): Promise<void> {
  const url = releaseUrl(name);
  const unpacked = await unpack(archive, folder, WANTED).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw damaged(url, `sent an archive that cannot be unpacked (${reason})`, 'a whole zip archive', cause);
  });
  for (const [file, md5] of Object.entries(files)) {
    const found = unpacked.get(file);
    if (found !== md5) throw damaged(url, `sent ${file} with MD5 ${found ?? '(absent)'}`, `MD5 ${md5}`);
  }
  await detectForm(folder).catch((cause: unknown) => {
    throw damaged(url, 'sent an archive without ratings', 'ratings.csv, ratings.dat or u.data in it', cause);
  });
}

function unreachable(url: string, folder: string, problem: string, cause?: unknown): DataError {
  return new DataError(
    'download-failed',
    {
      file: url,
      problem: `${problem}${cause instanceof Error ? ` (${reasonOf(cause)})` : ''}`,
      expected: 'a network that lets this through',
      advice: `Download it elsewhere and put the files of the archive into ${folder}, or name their folder as the data`,
    },
    { cause },
  );
}

/** fetch says only that it failed; why stands in its cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function damaged(url: string, problem: string, expected: string, cause?: unknown): DataError {
  return new DataError(
    'damaged-download',
    { file: url, problem, expected, advice: 'Nothing was kept: try again' },
    { cause },
  );
}
