// Look-ups of what must be there. A missing value is a fault of the program, and a default would hide it.

/**
 * The value at a place of an array.
 *
 * Loops over typed arrays that run for every position or latent read `(values[i] as number)` instead, since one function
 * for arrays of every type is slow there. Beyond the end that gives NaN, which no schema of ours lets through.
 *
 * @throws RangeError when the array has no such place
 * @example at(['a', 'b'], 1) // 'b'
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`there is no place ${index} among ${values.length}`);
  return value;
}

/**
 * The value of a key.
 *
 * @throws RangeError when the map lacks the key
 */
export function lookUp<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`there is no ${String(key)} among ${map.size} keys`);
  return value;
}

/**
 * The value of a key of a plain object.
 *
 * @throws RangeError when the object lacks the key
 */
export function entryOf<T>(values: Readonly<Record<string, T>>, key: string): T {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new RangeError(`there is no ${key} among ${Object.keys(values).join(', ')}`);
  return value;
}
