import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderFaults } from './folder-order.ts';

/** A project of these files by path, each importing what is given. */
function projectOf(files: Record<string, string[]>): string {
  const root = mkdtempSync(join(tmpdir(), 'trimtab-folders-'));
  const always = ['trainer/src/data/a.ts', 'trainer/src/tensorflow/a.ts', 'trainer/src/run/a.ts'];
  const rest = Object.fromEntries(
    [...always, 'trainer/src/comparison/a.ts', 'worker/src/a.ts', 'worker/studio/src/a.ts'].map((f) => [
      f,
      [],
    ]),
  );
  for (const [path, imports] of Object.entries({ ...rest, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), imports.map((from) => `import { x } from '${from}';\n`).join(''));
  }
  return root;
}

test('an arrow downwards is fine, and one upwards is named', () => {
  expect(folderFaults(projectOf({ 'trainer/src/concepts/a.ts': ['../steering/b.ts'] }))).toEqual([]);
  expect(folderFaults(projectOf({ 'trainer/src/steering/b.ts': ['../concepts/a.ts'] }))).toEqual([
    'trainer/src/steering/b.ts imports concepts/a.ts, of a folder above its own',
  ]);
});

test('what tests share is never imported', () => {
  expect(folderFaults(projectOf({ 'trainer/src/sae/a.ts': ['../../testing/b.ts'] }))).toEqual([
    'trainer/src/sae/a.ts imports ../testing/b.ts, which is outside',
  ]);
});

test('folders inside a folder, and those of the Worker and the page, import each other one way', () => {
  const circle = { 'worker/src/auth/a.ts': ['../http/b.ts'], 'worker/src/http/b.ts': ['../db/c.ts'] };
  expect(folderFaults(projectOf(circle))).toEqual([]);
  expect(folderFaults(projectOf({ ...circle, 'worker/src/db/c.ts': ['../auth/a.ts'] }))).toHaveLength(3);
  const onPage = {
    'worker/studio/src/steer/a.tsx': ['../state/b.ts'],
    'worker/studio/src/state/b.ts': ['../steer/a.tsx'],
  };
  expect(folderFaults(projectOf(onPage))).toHaveLength(2);
  expect(
    folderFaults(
      projectOf({
        'trainer/src/data/forms/a.ts': ['../tables/b.ts'],
        'trainer/src/data/tables/b.ts': ['../forms/a.ts'],
      }),
    ),
  ).toEqual([
    'trainer/src/data/forms/a.ts: forms and tables import each other',
    'trainer/src/data/tables/b.ts: tables and forms import each other',
  ]);
});
