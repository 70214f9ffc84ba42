// Every command of the README is run by CI or by a test: a new one has to be put here, and run somewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Where each command is run, and the text there that shows it. */
const RUN: Record<string, { file: string; text: string } | 'needs a network' | 'needs an account'> = {
  'npm ci && npm run demo': { file: '.ci/run', text: 'npm run demo -- --once' },
  'npm ci && npm test': { file: '.ci/run', text: 'npm ci && npm test' },
  'npx trimtab doctor --fix': { file: '.ci/run', text: 'npx trimtab doctor --fix' },
  'npx trimtab doctor': { file: '.ci/run', text: 'npx trimtab doctor\n' },
  'npm run demo -- --data ml-latest-small': 'needs a network',
  'npx trimtab run --data interactions.csv --user user --item item --time time --items items.csv': {
    file: 'test/whole.test.ts',
    text: 'run --data interactions.csv --user user --item item --time time --items items.csv',
  },
  'curl -s http://localhost:8787/v1/recommendations': { file: 'test/whole.test.ts', text: 'README.md' },
  'npm pack': { file: 'test/client.test.ts', text: "execute('npm', ['pack'" },
  'npm run build:page': { file: '.ci/run', text: 'npm run build:page' },
  'npm run wrangler -- deploy --env production --dry-run': {
    file: '.ci/run',
    text: 'npm run wrangler -- deploy --env production --dry-run',
  },
};

const commands = [...read('README.md').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').trim().split('\n'))
  .map((line) => line.replace(/ -H .*/, '').trim());

test('the README has commands', () => {
  expect(commands).toContain('npm ci && npm run demo');
});

test.for(commands)('%s', (command) => {
  const where = RUN[command];
  const shown = typeof where === 'object' ? read(where.file).includes(where.text) : where;
  expect(shown).toBeOneOf([true, 'needs a network', 'needs an account']);
});
