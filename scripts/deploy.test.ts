// A deploy: migrations before the Worker, and nothing after a step that fails.
import { expect, test } from 'vitest';
import { deploy } from './deploy.ts';

const OPTIONS = { env: 'production', dryRun: false, rest: [], place: '--remote' } as const;

/** @param failing word of the step that fails. @returns what wrangler was asked, and the exit status */
function deployed(failing: string | null, options = {}): { asked: string[]; status: number } {
  const asked: string[] = [];
  const status = deploy({ ...OPTIONS, ...options }, (args) => {
    asked.push(args.join(' '));
    return failing !== null && args.includes(failing) ? 7 : 0;
  });
  return { asked, status };
}

const MIGRATIONS = [
  'd1 migrations apply DB --remote --env production',
  'd1 migrations apply CATALOGUE --remote --env production',
];

test('migrations of both databases are applied before the Worker is deployed', () => {
  expect(deployed(null)).toEqual({ asked: [...MIGRATIONS, 'deploy --env production'], status: 0 });
});

test.for([
  ['DB', 1],
  ['CATALOGUE', 2],
] as const)('where those of %s fail, no Worker is deployed', ([database, steps]) => {
  expect(deployed(database)).toEqual({ asked: MIGRATIONS.slice(0, steps), status: 7 });
});

test('a dry run changes nothing', () => {
  const { asked } = deployed(null, { dryRun: true, env: undefined, rest: ['--config', 'w.json'] });
  expect(asked).toEqual([
    'd1 migrations list DB --remote --config w.json',
    'd1 migrations list CATALOGUE --remote --config w.json',
    'deploy --dry-run --config w.json',
  ]);
});
