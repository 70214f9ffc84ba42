// Names of buckets, databases and queues in the documents are those that wrangler.toml deploys.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

/** `trimtab-…` as a command or a sentence names it; restored databases are names of the reader's own. */
const namesIn = (text: string, pattern: RegExp): string[] =>
  [...new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))].filter(
    (name) => !name.endsWith('-restored'),
  );

test('what docs/operations.md creates for production is what production is bound to', async () => {
  const configured = namesIn(
    (await read('wrangler.toml')).split('[env.production.vars]')[1] ?? '',
    /(?:database_name|bucket_name|queue|dead_letter_queue) = "([^"]+)"/g,
  );
  const created = namesIn(
    await read('docs/operations.md'),
    /(?:bucket create|queues create|d1 create) (trimtab[a-z-]*)/g,
  );
  expect(created.toSorted()).toEqual(configured.toSorted());
});

test.for(['docs/operations.md', 'docs/data-formats.md'])(
  '%s names nothing that is not deployed',
  async (file) => {
    const config = await read('wrangler.toml');
    const named = namesIn(
      await read(file),
      /(trimtab-(?:artifacts|events|production|staging|catalogue)[a-z-]*)/g,
    );
    // Of the dataset and of placeholders the beginning stands there alone.
    const unknown = named.filter((name) => !config.includes(`"${name.replace(/-$/, '')}"`));
    expect(unknown.filter((name) => !['trimtab-production', 'trimtab-staging'].includes(name))).toEqual([]);
  },
);
