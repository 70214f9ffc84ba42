import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { describe, expect, it, test } from 'vitest';
import { askedForHelp, trimtabProgram } from './program.ts';

const CLI = join(import.meta.dirname, '../cli.ts');
const execute = promisify(execFile);

/** Prints how many modules a process loaded, when it ends. */
const COUNTER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  let count = 0;
  registerHooks({ load(url, context, next) { count += url.startsWith('node:') ? 0 : 1; return next(url, context); } });
  process.on('exit', () => process.stderr.write('modules ' + count));
`)}`;

async function trimtab(...line: string[]): Promise<{ stdout: string; modules: number }> {
  const { stdout, stderr } = await execute(process.execPath, ['--import', COUNTER, CLI, ...line]);
  return { stdout, modules: Number(/modules (\d+)$/.exec(stderr)?.[1]) };
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.filter((one) => one.name() !== 'help').flatMap(everyCommand)];
}

describe('help', () => {
  // What the parser and our declarations are made of; one library more, and everybody waits for it.
  it.each([[['--help']], [['run', '--help']], [['keys', '--help']], [['--version']]])(
    '%j loads no command and no library but the parser',
    async (line) => {
      const { modules } = await trimtab(...line);
      expect(modules).toBeGreaterThan(5); // the counter counts
      expect(modules).toBeLessThanOrEqual(20);
    },
  );

  it('is what a line without words asks for, and no error', async () => {
    const { stdout } = await trimtab();
    expect(stdout).toBe((await trimtab('--help')).stdout);
    expect((await trimtab('keys')).stdout).toMatch(/^Usage: trimtab keys/);
  });

  it('names the groups, each command in one of them', async () => {
    const { stdout } = await trimtab();
    const headings = [
      'Start here:',
      'One stage of a run:',
      'Measure and search:',
      'Serve:',
      'Every night:',
      'Apps:',
      'Help:',
    ];
    expect(stdout.match(/^[A-Z][^\n]*:$/gm)).toEqual(['Options:', ...headings, 'Example:']);
  });

  it('prints the version of the package', async () => {
    expect((await trimtab('--version')).stdout).toBe('0.1.0\n');
  });
});

/** All that `--help` prints, on a terminal so wide. */
function helpOf(command: Command, columns: number): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe.each(everyCommand(trimtabProgram()).map((command) => ({ name: command.name(), command })))(
  'the help of $name',
  ({ command }) => {
    it('has an example that begins with the program', () => {
      expect(helpOf(command, 80)).toMatch(/\nExample:\n {2}\$ trimtab /);
    });

    it('fits 80 columns and breaks no word', () => {
      const text = helpOf(command, 80);
      const lines = text.split('\n');
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      expect(wordsOf(text)).toEqual(wordsOf(helpOf(command, 10_000)));
    });
  },
);

test('a line with words asks for no help', () => {
  const program = trimtabProgram();
  expect(askedForHelp(program, ['run'])).toBeUndefined();
  expect(askedForHelp(program, ['keys', 'list'])).toBeUndefined();
  expect(askedForHelp(program, ['keys'])?.name()).toBe('keys');
});
