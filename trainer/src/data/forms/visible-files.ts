// The files of a folder that count: none that a system or a program keeps there for itself.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, withFile } from '../errors.ts';
import { packingOfName, plainName } from '../tables/unpack-file.ts';

/** Of macOS (`._x`), Windows, editors, Spark (`_SUCCESS`, `.x.crc`) and unfinished downloads. */
const HIDDEN =
  /^[._~#]|~$|\.(crc|sw[op]|tmp|partial|crdownload|lock)$|:Zone\.Identifier$|^(thumbs\.db|desktop\.ini|icon\r)$/i;

/** A folder of one value of a column, as Hive writes it: `day=2026-01-01`. */
const PARTITION = /^[^.=][^=]*=.*$/;

/** Paths below the folder, in their order; of its folders only those of partitions are looked into. */
export async function visibleFiles(folder: string): Promise<string[]> {
  const entries = await withFile(folder, () => readdir(folder, { withFileTypes: true }));
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) {
      if (!PARTITION.test(entry.name)) continue;
      const below = await visibleFiles(join(folder, entry.name));
      found.push(...below.map((path) => join(entry.name, path)));
    } else if (!HIDDEN.test(entry.name)) found.push(entry.name);
  }
  return found.sort();
}

/**
 * A file of the folder by its plain name, in upper or lower case, compressed or not; null when there is none.
 *
 * @throws DataError `ambiguous-source` when it lies there twice
 */
export async function findFile(folder: string, plain: string): Promise<string | null> {
  const wanted = plain.toLowerCase();
  const found = (await visibleFiles(folder)).filter((name) => plainName(name).toLowerCase() === wanted);
  if (found.length > 1) throw twice(folder, found);
  return found[0] === undefined ? null : join(folder, found[0]);
}

const twice = (folder: string, found: readonly string[]): DataError =>
  new DataError('ambiguous-source', {
    file: folder,
    problem: `holds ${found.join(' and ')}, which are one name`,
    expected: found.some((name) => packingOfName(name) !== null)
      ? 'the file once, compressed or not'
      : 'the file once',
    advice: 'Remove or rename one of them',
  });
