import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultedReads } from './indexed-reads.ts';

/** The faults of a project whose one file has this line. */
function faultsOf(line: string, file = 'trainer/src/sae/a.ts'): string[] {
  const root = mkdtempSync(join(tmpdir(), 'trimtab-reads-'));
  for (const path of ['trainer/src/a.ts', 'shared/src/a.ts', 'worker/src/a.ts', 'client/a.ts', file]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path === file ? `// What it is.\n${line}\n` : '');
  }
  return defaultedReads(root);
}

test.each([
  'sum += counts[item] ?? 0;',
  'const own = lists[user] ?? [];',
  'seen[items[row]] ?? 0',
  "const title = titles[item] ?? '';",
  'const r = scores[a * width + b] ?? -1;',
  'const least = sorted[0] ?? Infinity;',
])('a default after a read by index is named: %s', (line) => {
  expect(faultsOf(line)).toEqual([
    'trainer/src/sae/a.ts:2: a default hides what is missing: use at() of shared/src/look-up.ts',
  ]);
});

test.each([
  'sizes.set(group, (sizes.get(group) ?? 0) + 1);',
  "const name = row['name'] ?? '';",
  'const [last = 0] = list;',
  'const to = places[user] ?? user;',
])('what may be absent may have a default: %s', (line) => {
  expect(faultsOf(line)).toEqual([]);
});

test('tests may read as they like', () => {
  expect(faultsOf('expect(a[0] ?? 0).toBe(1);', 'trainer/src/sae/a.test.ts')).toEqual([]);
});
