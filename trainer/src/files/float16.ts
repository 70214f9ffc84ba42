// Half precision (IEEE 754 binary16): a thousandth of relative precision in two bytes.

const bits = new DataView(new ArrayBuffer(4));

/** Rounds to the nearest, ties to even; beyond 65,504 it is infinite. */
export function toFloat16(value: number): number {
  bits.setFloat32(0, value);
  const single = bits.getUint32(0);
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 112; // the bias is 127 in one and 15 in the other
  const fraction = single & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | (exponent === 143 && fraction !== 0 ? 0x200 : 0);
  if (exponent < -10) return sign;
  if (exponent <= 0) return sign | rounded(fraction | 0x800000, 14 - exponent);
  return sign | rounded((exponent << 23) | fraction, 13);
}

/** value / 2^shift to the nearest, ties to even; a carry goes on into the exponent, as it should. */
function rounded(value: number, shift: number): number {
  const whole = Math.floor(value / 2 ** shift);
  const rest = value - whole * 2 ** shift;
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && whole % 2 === 1) ? whole + 1 : whole;
}

export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
