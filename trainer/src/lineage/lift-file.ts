// lifts.safetensors: what each concept did to each item when it was born, and what it does now, in half precision.
import { at } from '@trimtab/shared/look-up.ts';
import { encodeSafetensors, type Arrays } from '../files/safetensors.ts';
import type { Halves } from './lift.ts';

export interface Lifts {
  /** By concept id, of lost concepts too. NaN for items that the version of birth did not have. */
  birth: ReadonlyMap<string, Halves>;
  /** By id, of living concepts. */
  now: ReadonlyMap<string, Halves>;
  /** Each item's mean share of what is recommended to the panel. ∈ [items] */
  shown: Float32Array;
}

const NAMES = { birth: ['birth.a', 'birth.b'], now: ['now.a', 'now.b'] } as const;

export function encodeLifts({ birth, now, shown }: Lifts): Uint8Array {
  const arrays: Arrays = { shown: { shape: [shown.length], data: shown } };
  for (const [kind, names] of Object.entries(NAMES)) {
    const rows = [...(kind === 'birth' ? birth : now).values()];
    names.forEach((name, half) => {
      const data = new Float32Array(rows.length * shown.length);
      rows.forEach((halves, row) => data.set(at(halves, half), row * shown.length));
      arrays[name] = { shape: [rows.length, shown.length], data };
    });
  }
  const ids = { birth: JSON.stringify([...birth.keys()]), now: JSON.stringify([...now.keys()]) };
  return encodeSafetensors(arrays, ids, new Set([...NAMES.birth, ...NAMES.now]));
}

/** @throws Error when the arrays are not those of `encodeLifts` */
export function decodeLifts(arrays: Arrays, metadata: Record<string, string>, source: string): Lifts {
  const floats = (name: string): Float32Array => {
    const data = arrays[name]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`${source}: "${name}" is missing`);
    return data;
  };
  const shown = floats('shown');
  const read = (kind: keyof typeof NAMES): Map<string, Halves> => {
    const ids = JSON.parse(metadata[kind] ?? '[]') as string[];
    const [a, b] = [floats(NAMES[kind][0]), floats(NAMES[kind][1])];
    return new Map(ids.map((id, i) => [id, [rowOf(a, i, shown.length), rowOf(b, i, shown.length)] as const]));
  };
  return { birth: read('birth'), now: read('now'), shown };
}

const rowOf = (data: Float32Array, row: number, width: number): Float32Array =>
  data.subarray(row * width, (row + 1) * width);

/** A lift by the items of another catalogue, NaN for those it has no value of. @param places of `placesBefore` */
export const alignedLift = (lift: Halves, places: Int32Array): Halves => [
  alignedRow(lift[0], places),
  alignedRow(lift[1], places),
];

export const alignedRow = (row: Float32Array, places: Int32Array): Float32Array =>
  Float32Array.from(places, (place) => (place < 0 ? NaN : (row[place] as number)));
