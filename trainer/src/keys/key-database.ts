// The Worker's D1 as operators reach it: `wrangler d1 execute`, the same for the local database and the real one.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { KeyError } from './key-error.ts';

export type Row = Record<string, unknown>;

export interface KeyDatabase {
  /** Runs one statement. Its values stand in it as literals: wrangler takes no parameters. */
  query(sql: string): Promise<Row[]>;
}

export interface KeyDatabaseOptions {
  to: 'local' | 'remote';
  /** Folder of the local state, as for `wrangler dev`. */
  persistTo?: string | undefined;
  /** Environment of wrangler.toml, such as `staging`. */
  environment?: string | undefined;
}

const ROOT = join(import.meta.dirname, '../../..');

const answerSchema = z.array(z.object({ results: z.array(z.record(z.string(), z.unknown())) }));

export function openKeyDatabase({ to, persistTo, environment }: KeyDatabaseOptions): KeyDatabase {
  const where = [
    `--${to}`,
    ...(persistTo === undefined ? [] : ['--persist-to', persistTo]),
    ...(environment === undefined ? [] : ['--env', environment]),
  ];
  return {
    async query(sql) {
      const output = await wrangler(['d1', 'execute', 'DB', ...where, '--json', '--command', sql]);
      return answerSchema.parse(JSON.parse(output)).flatMap(({ results }) => results);
    },
  };
}

/** A text as SQL writes it. */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function wrangler(args: readonly string[]): Promise<string> {
  const program = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');
  const config = ['--config', join(ROOT, 'wrangler.toml')];
  // Its answer is written as a line of its log, which a local store in the same process may have silenced.
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1', WRANGLER_LOG: 'log' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args, ...config], { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failure(`${stdout}${stderr}`.trim(), error));
    });
  });
}

function failure(words: string, cause: Error): KeyError {
  if (words.includes('no such table')) {
    return new KeyError(
      'not-migrated',
      'the database lacks tables: npm run wrangler -- d1 migrations apply DB --local (or --remote)',
      { cause },
    );
  }
  return new KeyError('database-failure', `wrangler could not reach the database: ${words}`, { cause });
}
