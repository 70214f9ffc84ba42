// Numbers of a data set as runs of November 2026 wrote them, one little-endian file an array: read, and written no more.
import type { Dataset } from './dataset.ts';

export const FIRST_FORMAT = 1;

const TIMES = 'times.f64';

/** @param file reads a file of the data set @param listed the files that its header names */
export async function numbersOfFirstFormat(
  file: (name: string) => Promise<Uint8Array>,
  listed: Readonly<Record<string, unknown>>,
): Promise<Pick<Dataset, 'offsets' | 'items' | 'times'>> {
  return {
    offsets: new Int32Array(ownBuffer(await file('offsets.i32'))),
    items: new Int32Array(ownBuffer(await file('items.i32'))),
    times: TIMES in listed ? new Float64Array(ownBuffer(await file(TIMES))) : null,
  };
}

/** The bytes in a buffer of their own, since a view must start at a multiple of the size of a number. */
const ownBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
