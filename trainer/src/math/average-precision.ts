// Average precision of a ranking.

/** Σ over groups of equal z, by falling z, of the positives in it × the precision up to its end, over all positives. */
export function averagePrecision(z: Float32Array, labels: Uint8Array, positives: number): number {
  const order = Int32Array.from(z.keys()).sort((a, b) => (z[b] as number) - (z[a] as number));
  let [hits, sum] = [0, 0];
  for (let start = 0; start < order.length;) {
    let end = start;
    let inGroup = 0;
    while (end < order.length && z[order[end] as number] === z[order[start] as number])
      inGroup += labels[order[end++] as number] as number;
    hits += inGroup;
    sum += (inGroup * hits) / end;
    start = end;
  }
  return positives > 0 ? sum / positives : 0;
}
