// Named weights in the safetensors format (https://huggingface.co/docs/safetensors), which researchers' tools read:
// an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
import { readFile } from 'node:fs/promises';
import type { Weights } from './weights.ts';
import { writeWhole } from './atomic.ts';

/** Arrays by name; `Weights` are those whose numbers are all floats. */
export type Arrays = Record<string, { shape: number[]; data: Float32Array | Int32Array }>;

interface Entry {
  dtype: 'F32' | 'I32';
  shape: number[];
  data_offsets: [number, number];
}

export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

export function encodeSafetensors(arrays: Arrays, metadata: Record<string, string> = {}): Uint8Array {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = JSON.stringify(header);
  // Spaces after the header align the tensors to 8 bytes, as the format asks.
  const head = new TextEncoder().encode(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const bytes = new Uint8Array(8 + head.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let position = 8 + head.length;
  for (const { data } of Object.values(arrays)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/** @throws SafetensorsError when the bytes are cut short or hold something other than 32-bit numbers */
export function decodeSafetensors(
  bytes: Uint8Array,
  source: string,
): { arrays: Arrays; metadata: Record<string, string> } {
  const refuse = (what: string): never => {
    throw new SafetensorsError(`${source}: ${what}; remove the file and run the stage that writes it again`);
  };
  if (bytes.length < 8) refuse('shorter than a safetensors header');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (8 + length > bytes.length) refuse('the safetensors header is cut short');
  const header = parseHeader(bytes.subarray(8, 8 + length)) ?? refuse('the safetensors header is not JSON');
  const arrays: Arrays = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = value as Entry;
    if (dtype !== 'F32' && dtype !== 'I32') refuse(`"${name}" is ${String(dtype)}, expected F32 or I32`);
    const [start, end] = offsets.map((offset) => 8 + length + offset) as [number, number];
    if (end > bytes.length) refuse(`"${name}" is cut short`);
    const expected = 4 * shape.reduce((product, n) => product * n, 1);
    if (end - start !== expected) {
      refuse(`"${name}" has ${end - start} bytes, but its shape ${shape.join('×')} needs ${expected}`);
    }
    // A copy, since the offset inside the file need not be a multiple of four.
    const copy = new Uint8Array(bytes.subarray(start, end)).buffer;
    arrays[name] = { shape, data: dtype === 'F32' ? new Float32Array(copy) : new Int32Array(copy) };
  }
  return { arrays, metadata: (header['__metadata__'] ?? {}) as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return null;
  }
}

export const writeSafetensors = (
  path: string,
  arrays: Arrays,
  metadata?: Record<string, string>,
): Promise<void> => writeWhole(path, encodeSafetensors(arrays, metadata));

export async function readSafetensors(
  path: string,
): Promise<{ arrays: Arrays; metadata: Record<string, string> }> {
  return decodeSafetensors(await readFile(path), path);
}

/** A file whose arrays are all floats. */
export async function readWeights(
  path: string,
): Promise<{ weights: Weights; metadata: Record<string, string> }> {
  const { arrays, metadata } = await readSafetensors(path);
  const weights: Weights = {};
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    if (!(data instanceof Float32Array)) throw new SafetensorsError(`${path}: "${name}" is not of floats`);
    weights[name] = { shape, data };
  }
  return { weights, metadata };
}
