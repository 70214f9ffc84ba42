import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unpinned, workflowFaults } from './lint-workflows.ts';

it('finds what is no workflow, what is not pinned, and nothing in what is both', async () => {
  const root = mkdtempSync(join(tmpdir(), 'trimtab-workflows-'));
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  const write = (uses: string, needs: string): void =>
    writeFileSync(
      join(root, '.github/workflows/a.yml'),
      `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${needs}    if: vars.A != ''\n    steps:\n      - uses: ${uses}\n`,
    );
  const pinned = `actions/checkout@${'0'.repeat(40)} # v6`;
  write(pinned, '');
  expect(await workflowFaults(root)).toEqual([]);
  write(pinned, '    needs: [gone]\n');
  expect((await workflowFaults(root)).join()).toMatch(/job "a" needs job "gone"/);
  write('actions/checkout@v6', '');
  expect((await workflowFaults(root)).join()).toMatch(/a\.yml:7: actions\/checkout@v6 is not pinned/);
  rmSync(root, { recursive: true });
});

it('asks no pin of what lies in the repository', () => {
  expect(unpinned('  - uses: ./.github/actions/own\n')).toEqual([]);
});
