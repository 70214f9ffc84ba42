// The vectors of items that scores are linear in: s_i = x·t_i, with x the last hidden state.

export interface ItemTable {
  /** d */
  readonly hiddenSize: number;
  /** Writes t of an item ∈ [d] into `into`, from `at` on. */
  read(item: number, into: Float64Array, at: number): void;
}

/** @param values ∈ [items, d] */
export const floatTable = (values: Float32Array, hiddenSize: number): ItemTable => ({
  hiddenSize,
  read(item, into, at) {
    const from = item * hiddenSize;
    for (let i = 0; i < hiddenSize; i++) into[at + i] = values[from + i] as number;
  },
});

/** t_i = scale_i·q_i, as the head has it. @param values q ∈ [items, d] @param scales ∈ [items] */
export const quantisedTable = (values: Int8Array, scales: Float32Array, hiddenSize: number): ItemTable => ({
  hiddenSize,
  read(item, into, at) {
    const from = item * hiddenSize;
    const scale = scales[item] as number;
    for (let i = 0; i < hiddenSize; i++) into[at + i] = scale * (values[from + i] as number);
  },
});

/** Rows of some items, one after the other. ∈ [n, d] */
export function rowsOf(table: ItemTable, items: readonly number[]): Float64Array {
  const rows = new Float64Array(items.length * table.hiddenSize);
  items.forEach((item, i) => table.read(item, rows, i * table.hiddenSize));
  return rows;
}

/** The item table as the artifact has it: its scales, float32, and then its values, int8, an item after the other. */
export const TABLE_FILE = 'items.bin';

export interface QuantisedTable {
  values: Int8Array; // [items, d]
  scales: Float32Array; // [items]
}

export function tableBytes({ values, scales }: QuantisedTable): Uint8Array {
  const bytes = new Uint8Array(scales.byteLength + values.byteLength);
  bytes.set(new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength));
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), scales.byteLength);
  return bytes;
}

export const tableSize = (items: number, hiddenSize: number): number => items * (hiddenSize + 4);

/** @throws RangeError when the bytes are not those of so many items */
export function readTable(bytes: Uint8Array, items: number, hiddenSize: number): ItemTable {
  const expected = tableSize(items, hiddenSize);
  if (bytes.byteLength !== expected) {
    throw new RangeError(
      `an item table of ${items} items × ${hiddenSize} has ${expected} bytes, not ${bytes.byteLength}`,
    );
  }
  const { buffer, byteOffset } = byteOffsetIsWhole(bytes) ? bytes : bytes.slice();
  const values = new Int8Array(buffer, byteOffset + 4 * items, items * hiddenSize);
  return quantisedTable(values, new Float32Array(buffer, byteOffset, items), hiddenSize);
}

/** Float32 arrays begin at a multiple of four bytes. */
const byteOffsetIsWhole = ({ byteOffset }: Uint8Array): boolean => byteOffset % 4 === 0;
