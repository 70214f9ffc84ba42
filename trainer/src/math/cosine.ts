// How alike two vectors are.

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const sums = { ab: 0, aa: 0, bb: 0 };
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    sums.ab += x * y;
    sums.aa += x * x;
    sums.bb += y * y;
  }
  return sums.ab / Math.max(Math.sqrt(sums.aa * sums.bb), Number.MIN_VALUE);
}
