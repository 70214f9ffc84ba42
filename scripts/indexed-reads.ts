// Reads by index with a default: `counts[item] ?? 0` counts a row that is missing as item 0, and nobody notices.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['trainer/src', 'shared/src', 'worker/src', 'client'];

/** A key in quotes may truly be absent from an object; a place in an array that the code works out may not. */
const DEFAULTED = /[^'"`]\] \?\? (?:-?\d|''|""|\[\]|-?Infinity|(?:Number\.)?NaN)/;

function sourcesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .sort();
}

/** One line for each read by index that has a literal for a default; tests are left out. */
export function defaultedReads(project: string, later: readonly string[] = []): string[] {
  return ROOTS.flatMap((root) => sourcesOf(join(project, root)).map((file) => `${root}/${file}`))
    .filter((file) => !later.some((start) => file.startsWith(start)))
    .flatMap((file) =>
      readFileSync(join(project, file), 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          DEFAULTED.test(line)
            ? [`${file}:${i + 1}: a default hides what is missing: use at() of shared/src/look-up.ts`]
            : [],
        ),
    );
}
