// Text of any origin as DuckDB reads it: UTF-8 without a byte order mark, and lines that all end alike.
import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataError, withFile } from '../errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

interface Survey {
  encoding: Encoding;
  /** Bytes of the byte order mark. */
  mark: number;
  /** Whether lines end in more than one way, or as on old Macs. */
  mixed: boolean;
}

export interface PlainText {
  path: string;
  encoding: Encoding;
}

/**
 * The text of a file in UTF-8: itself where it is that already, else a copy at `scratch`. Its lines keep their places.
 *
 * @param file for messages @param path where the unpacked bytes lie
 * @throws DataError `unreadable-file` for bytes that are no text, `unreadable-row` for a byte that is no UTF-8 in a file that is
 */
export async function plainText(
  file: string,
  path: string,
  scratch: () => Promise<string>,
): Promise<PlainText> {
  const { encoding, mark, mixed } = await survey(file, path);
  if (encoding === 'utf-8' && mark === 0 && !mixed) return { path, encoding };
  const target = await scratch();
  await withFile(target, () =>
    pipeline(createReadStream(path, { start: mark }), decoder(encoding), createWriteStream(target)),
  );
  return { path: target, encoding };
}

/** The beginning of a text, decoded as the whole would be; the last character may be cut. */
export function decodeHead(head: Buffer): string {
  const { encoding, mark } = encodingByMark(head);
  const utf8 = encoding === null && isUtf8(wholeCharacters(head));
  const label = encoding ?? (utf8 ? 'utf-8' : 'windows-1252');
  return evenLines(new TextDecoder(label).decode(head.subarray(mark)));
}

const evenLines = (text: string): string => text.replace(/\r\n?/g, '\n');

/** By a byte order mark, or by the zeros of UTF-16 without one. */
function encodingByMark(head: Uint8Array): { encoding: Encoding | null; mark: number } {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', mark: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: null, mark: 0 };
}

/** Its mark begins as that of UTF-16 does. */
const isUtf32 = ([a, b, c, d]: Uint8Array): boolean =>
  (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);

async function survey(file: string, path: string): Promise<Survey> {
  const ends = { alone: 0, feeds: 0, both: 0 };
  let marked: { encoding: Encoding | null; mark: number } | null = null;
  let utf8 = true;
  let rest: Buffer = Buffer.alloc(0);
  let lastByte = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    if (marked === null && isUtf32(bytes)) throw inUtf32(file);
    marked ??= encodingByMark(bytes);
    if (marked.encoding?.startsWith('utf-16') === true) return { encoding: marked.encoding, mark: marked.mark, mixed: true }; // prettier-ignore
    if (bytes.includes(0)) throw noText(file);
    countEnds(bytes, lastByte, ends);
    lastByte = bytes.at(-1) ?? 0;
    const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = wholeCharacters(joined);
    rest = Buffer.from(joined.subarray(whole.length));
    utf8 &&= isUtf8(whole);
  }
  if (lastByte === CR) ends.alone++;
  utf8 &&= isUtf8(rest);
  if (!utf8) await refuseDoubt(file, path);
  const kinds = [ends.alone, ends.feeds, ends.both].filter((count) => count > 0).length;
  return {
    encoding: utf8 ? 'utf-8' : 'windows-1252',
    mark: marked?.mark ?? 0,
    mixed: kinds > 1 || ends.alone > 0,
  };
}

const CR = 13;
const LF = 10;

/** Counts ends of lines by their kind; a return at the very end belongs to the next chunk. */
function countEnds(
  bytes: Buffer,
  before: number,
  ends: { alone: number; feeds: number; both: number },
): void {
  if (before !== CR && !bytes.includes(CR)) {
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) ends.feeds++;
    return;
  }
  let last = before;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === LF) ends[last === CR ? 'both' : 'feeds']++;
    else if (last === CR) ends.alone++;
    last = byte;
  }
}

/** All but a character at the end whose last bytes are still to come. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
    if (byte < 0x80) return bytes;
  }
  return bytes;
}

/** Bytes that Windows-1252 gives no letter. */
const UNUSED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** What is not UTF-8 is Windows-1252, unless it looks like a third thing, or like UTF-8 with a fault. */
async function refuseDoubt(file: string, path: string): Promise<void> {
  const strict = new TextDecoder('utf-8');
  let [line, faults, whole, firstFault] = [1, 0, 0, 0];
  let unused = false;
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Buffer;
    unused ||= bytes.some((byte) => UNUSED.has(byte));
    for (const sign of strict.decode(bytes, { stream: true })) {
      if (sign === '\n') line++;
      else if (sign === '\uFFFD') {
        faults++;
        firstFault ||= line;
      } else if (sign > '\u007F') whole++;
    }
  }
  const advice = 'Save the file as UTF-8';
  if (whole > faults) {
    throw new DataError('unreadable-row', {
      file,
      row: firstFault,
      problem: 'has a byte that is no UTF-8, though the rest of the file is',
      expected: 'UTF-8 throughout',
      advice: `Correct this row. ${advice}`,
    });
  }
  if (unused) {
    throw new DataError('unreadable-file', {
      file,
      problem: `is in an encoding that is not known (see row ${firstFault})`,
      expected: 'UTF-8, UTF-16 or Windows-1252',
      advice,
    });
  }
}

/** Bytes of an encoding → UTF-8 in which every line ends with a line feed. */
function decoder(encoding: Encoding): Transform {
  const decode = new TextDecoder(encoding, { ignoreBOM: true });
  let held = ''; // a return whose line feed may be in the next chunk
  const push = (text: string, last: boolean): Buffer => {
    const all = held + text;
    held = !last && all.endsWith('\r') ? '\r' : '';
    return Buffer.from(evenLines(held === '' ? all : all.slice(0, -1)));
  };
  return new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      done(null, push(decode.decode(chunk, { stream: true }), false));
    },
    flush(done: TransformCallback) {
      done(null, push(decode.decode(), true));
    },
  });
}

const inUtf32 = (file: string): DataError =>
  new DataError('unreadable-file', {
    file,
    problem: 'is in UTF-32',
    expected: 'UTF-8, UTF-16 or Windows-1252',
    advice: 'Save the file as UTF-8',
  });

const noText = (file: string): DataError =>
  new DataError('unreadable-file', {
    file,
    problem: 'is no text: it holds bytes of zero',
    expected: 'delimited text, Parquet or NDJSON, as its name says',
    advice: 'Check that this is the file of interactions, and that it is whole',
  });
