// The configs that come with the trainer fit the schema, and say what data they are for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunConfigInput } from './schema.ts';
import { parseConfig } from './schema.ts';
import { withDefaults } from './defaults.ts';

const folder = join(import.meta.dirname, '../../configs');

it.each(readdirSync(folder))('%s', (file) => {
  const input = JSON.parse(readFileSync(join(folder, file), 'utf8')) as RunConfigInput;
  parseConfig(input, file); // as --config reads it
  expect(parseConfig(withDefaults(input), file).data.source).not.toBe('generated');
});
