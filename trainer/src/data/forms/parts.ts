// Files that belong together: parts that Spark, Hive and others write, and the splits of a benchmark.
import { basename, dirname } from 'node:path';
import { plainName } from '../tables/unpack-file.ts';

const SPLITS: readonly RegExp[] = [
  /^train(ing|set)?$/i,
  /^(valid(ation)?|val|dev|eval)(set)?$/i,
  /^test(ing|set)?$/i,
];

/** `part-00000-<id>.snappy.parquet`, `part.3.csv`, `000000_0`, `data_0.parquet`, `chunk-1.csv`. */
const PART = /^(?:(?:part|data|chunk|shard|split)[-_.]?\d+|\d+(?:_\d+)*)(?:[-_.].*)?$/i;

/** `m.part1.inter`, as RecBole names its splits by share. */
const NAMED_PART = /^(.+)[-_.](?:part|chunk|shard|split)[-_.]?\d+$/i;

/** `train-00000-of-00002.parquet`. */
const NUMBERED = /[-_.]\d+-of-\d+(?=\.|$)/;

export interface Together {
  /** Files with the same key are one table. */
  key: string;
  /** Their place in it; ties by name. */
  order: number;
  kind: 'single' | 'part' | 'split';
  /** What all of them are called. */
  name: string;
}

/** @param path below the folder */
export function togetherOf(path: string): Together {
  const plain = plainName(basename(path));
  const shard = NUMBERED.exec(plain);
  const whole = plain.replace(NUMBERED, '');
  const dot = whole.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [whole.slice(0, dot), whole.slice(dot).toLowerCase()] : [whole, ''];
  const split = splitOf(stem);
  if (split !== null) return { key: `split ${split.prefix} ${extension}`, order: split.order, kind: 'split', name: split.prefix }; // prettier-ignore
  const [, ofName] = NAMED_PART.exec(stem) ?? [];
  if (ofName !== undefined) return { key: `part ${ofName} ${extension}`, order: 0, kind: 'part', name: ofName }; // prettier-ignore
  const isPart = dirname(path) !== '.' || shard !== null || PART.test(stem);
  if (!isPart) return { key: path, order: 0, kind: 'single', name: stem };
  const name = shard === null ? '' : stem;
  return { key: `part ${name} ${extension}`, order: 0, kind: 'part', name };
}

/** `ml.train`, `train`, `x_valid` → what stands before the split, and the split's place in time. */
function splitOf(stem: string): { prefix: string; order: number } | null {
  const [, prefix = '', word = ''] = /^(?:(.*)[._-])?([A-Za-z]+)$/.exec(stem) ?? [];
  const order = SPLITS.findIndex((names) => names.test(word));
  return order < 0 ? null : { prefix, order };
}

/** Files in groups that are one table each; a split without others is a file like all. */
export function groupTogether(
  paths: readonly string[],
): { name: string; paths: string[]; kind: Together['kind'] }[] {
  const groups = new Map<string, { path: string; together: Together }[]>();
  for (const path of paths) {
    const together = togetherOf(path);
    groups.set(together.key, [...(groups.get(together.key) ?? []), { path, together }]);
  }
  return [...groups.values()].map((group) => {
    const sorted = group.toSorted((a, b) => a.together.order - b.together.order || byNumber(a.path, b.path));
    const [first] = sorted;
    const kind = sorted.length > 1 && first !== undefined ? first.together.kind : 'single';
    return { name: first?.together.name ?? '', paths: sorted.map(({ path }) => path), kind };
  });
}

/** Files that their own names count (`x-00001-of-00003.csv`) and that are not there, one by name; null where all are. */
export function missingPart(paths: readonly string[]): string | null {
  const there = new Set(paths);
  for (const path of paths) {
    const [, before = '', place = '', total = '', after = ''] =
      /^(.*[-_.])(\d+)-of-(\d+)(.*)$/.exec(path) ?? [];
    const first = paths.some((each) => each === `${before}${'0'.repeat(place.length)}-of-${total}${after}`)
      ? 0
      : 1;
    for (let n = first; n < Number(total) + first; n++) {
      const name = `${before}${String(n).padStart(place.length, '0')}-of-${total}${after}`;
      if (!there.has(name)) return name;
    }
  }
  return null;
}

/** `part-2` before `part-10`. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
