// Lines of plain text, and records of delimited text, which may hold ends of lines inside quotes.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** Lines one at a time, without their ends, split at line feeds alone. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (held + String(chunk)).split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (held !== '') yield held;
}

/** Lines at the beginning of plain text, without one that may be cut. */
export async function firstLines(path: string, bytes = 1 << 20): Promise<string[]> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return wholeLines(buffer.toString('utf8', 0, bytesRead), bytesRead < bytes);
  } finally {
    await handle.close();
  }
}

/** @param complete whether the text ends where the file does */
export function wholeLines(text: string, complete: boolean): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.length > 1 && (!complete || lines.at(-1) === '')) lines.pop();
  return lines;
}

export interface PlacedLine {
  /** Counted from 1. */
  line: number;
  text: string;
}

/**
 * The n-th record that is not blank, counted from 1 after `skip` lines; null beyond the end.
 *
 * @param quote the sign inside which an end of line does not end a record; none when empty
 */
export async function nthRecord(
  path: string,
  n: number,
  { skip = 0, quote = '' }: { skip?: number; quote?: string } = {},
): Promise<PlacedLine | null> {
  let [line, seen, start] = [0, 0, 0];
  let record = '';
  for await (const text of linesOf(path)) {
    line++;
    if (line <= skip || (record === '' && text === '')) continue;
    if (record === '') start = line;
    record = record === '' ? text : `${record}\n${text}`;
    if (quote !== '' && record.split(quote).length % 2 === 0) continue; // an open quote
    if (++seen === n) return { line: start, text: record };
    record = '';
  }
  return null;
}
