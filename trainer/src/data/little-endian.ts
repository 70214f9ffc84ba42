// Numbers to bytes and back, little-endian whatever the machine.
import { endianness } from 'node:os';

const swaps = endianness() === 'BE';

/** The array's bytes; a view where the machine is little-endian itself. */
export function bytesOf(array: Int32Array | Float64Array): Uint8Array {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  if (!swaps) return bytes;
  const copy = Buffer.from(bytes);
  return array instanceof Int32Array ? copy.swap32() : copy.swap64();
}

/** @throws RangeError when the bytes are no whole number of elements */
export function int32From(bytes: Uint8Array): Int32Array {
  const copy = aligned(bytes);
  return new Int32Array((swaps ? copy.swap32() : copy).buffer);
}

/** @throws RangeError when the bytes are no whole number of elements */
export function float64From(bytes: Uint8Array): Float64Array {
  const copy = aligned(bytes);
  return new Float64Array((swaps ? copy.swap64() : copy).buffer);
}

/** Bytes in a buffer of their own, since a view must start at a multiple of the element size. */
function aligned(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const own = new ArrayBuffer(bytes.length);
  const copy = Buffer.from(own);
  copy.set(bytes);
  return copy;
}
