// Text files, compressed or not: their lines, their first line, and whether they are UTF-8.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';

export type Encoding = 'utf-8' | 'latin-1';

/** Lines one at a time, without their ends. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => input.destroy(error));
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    raw.destroy();
    input.destroy();
  }
}

/** The first line that is not blank, without a byte order mark; empty for a file without one. */
export async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(file)) {
    const clean = line.replace(/^\uFEFF/, '');
    if (clean.trim() !== '') return clean;
  }
  return '';
}

/** The n-th line that is not blank, counted from 1, with its place in the file; null beyond the end. */
export async function nthLine(file: string, n: number): Promise<{ line: number; text: string } | null> {
  let line = 0;
  let seen = 0;
  for await (const text of linesOf(file)) {
    line++;
    if (text !== '' && ++seen === n) return { line, text };
  }
  return null;
}

/** Older MovieLens files are ISO-8859-1, later ones UTF-8: whole files are looked at, so use it on small ones. */
export async function encodingOf(file: string): Promise<Encoding> {
  const bytes = await readFile(file);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    return 'utf-8';
  } catch {
    return 'latin-1';
  }
}
