import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedRelease, fetchRelease } from './download.ts';
import { openData } from '../source.ts';

/** A zip archive (PKWARE's APPNOTE 4.3): a local header and deflated bytes a file, then the central directory. */
function zipOf(files: Record<string, string>, damage: { crc?: number } = {}): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26); // version, flags, method, time, date, crc, sizes, lengths
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(damage.crc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(content), 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14); // comment length, disk, attributes, offset of the local header
    place.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed);
    central.push(Buffer.from('PK\x01\x02'), Buffer.of(20, 0), common, place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}

const small = {
  'ml-latest-small/README.txt': 'Terms\n',
  'ml-latest-small/ratings.csv': 'userId,movieId,rating,timestamp\n1,7,3,2\n1,8,3,1\n',
  'ml-latest-small/movies.csv': 'movieId,title,genres\n7,A (1999),Drama\n8,B (2001),War\n',
  'ml-latest-small/genome-scores.csv': 'unwanted\n',
  '__MACOSX/ml-latest-small/ratings.csv': 'unwanted\n',
};

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'trimtab-download-'));
});
afterEach(() => rm(cache, { recursive: true }));

/** Surroundings whose network gives this answer, and counts how often it was asked. */
function network(answer: () => Response | Promise<Response>) {
  const asked: string[] = [];
  const lines: string[] = [];
  return {
    asked,
    lines,
    environment: { TRIMTAB_CACHE: cache },
    fetch: async (url: string | URL | Request): Promise<Response> => {
      asked.push(String(url instanceof Request ? url.url : url));
      return answer();
    },
    log: (line: string) => void lines.push(line),
  };
}

const zipResponse = (bytes: Buffer, headers: Record<string, string> = {}): Response =>
  new Response(new Uint8Array(bytes), { headers });

describe('openData with the name of a release', () => {
  it('downloads it once, unpacks what is wanted, and reads it', async () => {
    const net = network(() => zipResponse(zipOf(small)));
    const data = await openData('ml-latest-small', { kCore: 1 }, net);
    expect([data.name, ...data.catalogue.titles]).toEqual(['ml-latest-small', 'A (1999)', 'B (2001)']);
    await openData('ml-latest-small', { kCore: 1 }, net);
    expect(net.asked).toEqual(['https://files.grouplens.org/datasets/movielens/ml-latest-small.zip']);
    expect(net.lines.join('\n')).toMatch(/terms.*\n.*No checksum/);
    const folder = cachedRelease('ml-latest-small', net.environment);
    expect((await readdir(folder)).sort()).toEqual(['README.txt', 'movies.csv', 'ratings.csv']);
    expect(await readFile(join(folder, 'ratings.csv'), 'utf8')).toBe(small['ml-latest-small/ratings.csv']);
  });
});

/** The error of a download that fails and leaves nothing half. */
async function failing(name: string, answer: () => Response | Promise<Response>): Promise<unknown> {
  const error: unknown = await fetchRelease(name, network(answer)).catch((thrown: unknown) => thrown);
  expect(await readdir(join(cache, 'data'))).toEqual([]);
  return error;
}

describe('fetchRelease', () => {
  it('says what to do when there is no network', async () => {
    const error = await failing('ml-1m', () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    });
    expect(error).toMatchObject({ code: 'download-failed' });
    expect(String(error)).toContain('https://files.grouplens.org/datasets/movielens/ml-1m.zip');
    expect(String(error)).toContain(join(cache, 'data', 'ml-1m'));
    expect(String(error)).toContain('ENOTFOUND');
  });

  it('says so when the server refuses', async () => {
    const error = await failing('ml-1m', () => new Response('no', { status: 403, statusText: 'Forbidden' }));
    expect(String(error)).toContain('answered 403 Forbidden');
  });

  it('refuses an archive whose MD5 is not the published one', async () => {
    const error = await failing('ml-1m', () => zipResponse(zipOf(small)));
    expect(error).toMatchObject({ code: 'damaged-download' });
    expect(String(error)).toContain('MD5 c4d9eecfca2ab87c1945afe126590906');
  });

  it('refuses fewer bytes than were announced', async () => {
    const bytes = zipOf(small);
    const error = await failing('ml-latest-small', () =>
      zipResponse(bytes, { 'content-length': String(bytes.length + 1) }),
    );
    expect(String(error)).toContain(`sent ${bytes.length} bytes; expected the ${bytes.length + 1} bytes`);
  });

  it('refuses a file whose CRC differs from what the archive says', async () => {
    const error = await failing('ml-latest-small', () => zipResponse(zipOf(small, { crc: 1 })));
    expect(error).toMatchObject({ code: 'damaged-download' });
    expect(String(error)).toContain('CRC');
  });

  it('refuses what is no archive, and an archive without ratings', async () => {
    const html = await failing('ml-latest-small', () => new Response('<html>sign in</html>'));
    expect(String(html)).toContain('cannot be unpacked');
    const empty = await failing('ml-latest-small', () => zipResponse(zipOf({ 'x/README.txt': 'Terms\n' })));
    expect(String(empty)).toContain('without ratings');
  });

  it('refuses single files whose MD5 is not the published one', async () => {
    const error = await failing('ml-32m', () => zipResponse(zipOf(small)));
    expect(String(error)).toMatch(/movies\.csv with MD5 [0-9a-f]{32}; expected MD5 0df90835/);
  });

  it('writes nothing outside its folder, whatever the names in the archive', async () => {
    const evil = zipOf({ ...small, 'x/../../../evil/ratings.dat': '1::1::1::1\n' });
    await failing('ml-latest-small', () => zipResponse(evil));
    expect(await readdir(cache)).toEqual(['data']);
  });
});

describe('cachedRelease', () => {
  it('prefers its own variable, then the XDG one', () => {
    expect(cachedRelease('ml-1m', { TRIMTAB_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe(
      join('/a', 'data', 'ml-1m'),
    );
    expect(cachedRelease('ml-1m', { XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'trimtab', 'data', 'ml-1m'));
  });
});
