// Named weights in the safetensors format (https://huggingface.co/docs/safetensors), which researchers' tools read:
// an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
import { readFile } from 'node:fs/promises';
import type { Weights } from './weights.ts';
import { writeWhole } from './atomic.ts';
import { fromFloat16, toFloat16 } from './float16.ts';

/** Numbers that a file can hold. */
export type Numbers = Float32Array | Int32Array | Float64Array;

/** Arrays by name; `Weights` are those whose numbers are all floats. */
export type Arrays = Record<string, { shape: number[]; data: Numbers }>;

/** Bytes of a number, by its type. */
const WIDTHS = { F32: 4, I32: 4, F16: 2, F64: 8 } as const;

interface Entry {
  dtype: keyof typeof WIDTHS;
  shape: number[];
  data_offsets: [number, number];
}

export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

/**
 * The bytes of a file, one part after the other: views of the arrays where these are written as they are.
 *
 * @param half names of arrays of floats that are written in half precision
 */
export function safetensorsParts(
  arrays: Arrays,
  metadata: Record<string, string> = {},
  half: ReadonlySet<string> = new Set(),
): Uint8Array[] {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const isHalf = half.has(name);
    const dtype = isHalf ? 'F16' : typeOf(data);
    const stored = isHalf ? Uint16Array.from(data, toFloat16) : data;
    header[name] = { dtype, shape, data_offsets: [offset, offset + stored.byteLength] };
    offset += stored.byteLength;
    parts.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
  }
  const json = JSON.stringify(header);
  // Spaces after the header align the tensors to 8 bytes, as the format asks.
  const head = new TextEncoder().encode(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(head.length), true);
  return [size, head, ...parts];
}

function typeOf(data: Numbers): Entry['dtype'] {
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Float32Array ? 'F32' : 'I32';
}

/** The bytes of a file as one. @param half names of arrays of floats that are written in half precision */
export function encodeSafetensors(
  arrays: Arrays,
  metadata?: Record<string, string>,
  half?: ReadonlySet<string>,
): Uint8Array {
  const parts = safetensorsParts(arrays, metadata, half);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** @throws SafetensorsError when the bytes are cut short or hold something other than numbers of these kinds */
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
    if (!(dtype in WIDTHS))
      refuse(`"${name}" is ${String(dtype)}, expected ${Object.keys(WIDTHS).join(', ')}`);
    const [start, end] = offsets.map((offset) => 8 + length + offset) as [number, number];
    if (end > bytes.length) refuse(`"${name}" is cut short`);
    const expected = WIDTHS[dtype] * shape.reduce((product, n) => product * n, 1);
    if (end - start !== expected) {
      refuse(`"${name}" has ${end - start} bytes, but its shape ${shape.join('×')} needs ${expected}`);
    }
    // A copy, since the offset inside the file need not be a multiple of four.
    const copy = new Uint8Array(bytes.subarray(start, end)).buffer;
    arrays[name] = { shape, data: numbersIn(copy, dtype) };
  }
  return { arrays, metadata: (header['__metadata__'] ?? {}) as Record<string, string> };
}

function numbersIn(bytes: ArrayBuffer, dtype: Entry['dtype']): Numbers {
  if (dtype === 'F64') return new Float64Array(bytes);
  if (dtype === 'F16') return Float32Array.from(new Uint16Array(bytes), fromFloat16);
  return dtype === 'F32' ? new Float32Array(bytes) : new Int32Array(bytes);
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
  half?: ReadonlySet<string>,
): Promise<void> => writeWhole(path, encodeSafetensors(arrays, metadata, half));

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
