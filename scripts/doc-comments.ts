// Doc comments that open with a fragment ("Of the test users…", "Whether…"): they say what follows before what a thing is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['trainer/src', 'shared/src', 'worker/src', 'client'];

/** The comment of an exported thing. */
const EXPORTED = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\nexport /g;

/** Words that no subject begins with. */
const FRAGMENT = /^(?:Of|Whether|So|As|By|In|At|From|Who|Which|When|For|And|Beside|Beyond)\b/;

function sourcesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .sort();
}

/** The places in a text, by line, where the comment of an exported thing opens with a fragment. */
export function fragmentsIn(text: string): { line: number; opens: string }[] {
  return [...text.matchAll(EXPORTED)].flatMap(({ index, 1: comment = '' }) => {
    const opens = comment.replace(/\n\s*\* ?/g, ' ').trim();
    const line = text.slice(0, index).split('\n').length;
    return FRAGMENT.test(opens) ? [{ line, opens: opens.slice(0, 40) }] : [];
  });
}

/** One line for each exported thing whose comment opens with a fragment; tests are left out. */
export function fragmentFaults(project: string): string[] {
  return ROOTS.flatMap((root) => sourcesOf(join(project, root)).map((file) => `${root}/${file}`)).flatMap(
    (file) =>
      fragmentsIn(readFileSync(join(project, file), 'utf8')).map(
        ({ line, opens }) => `${file}:${line}: say what it is first, in place of "${opens}…"`,
      ),
  );
}
