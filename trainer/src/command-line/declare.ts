// One way to declare a command: what it says of itself, an example, and the module that does its work.
import type { Command } from 'commander';

export interface Declared {
  /** How it is called: `publish`, or `promote <modelVersion>`. */
  name: string;
  says: string;
  /** A whole command line. */
  example: string;
}

/** The new command, without options and without an action. */
export const declare = (program: Command, { name, says, example }: Declared): Command =>
  program.command(name).description(says).addHelpText('after', `\nExample:\n  $ ${example}`);

/**
 * An action whose module is loaded when the command is called, so that help and small commands wait for no other one's
 * libraries.
 *
 * @example declare(program, …).action(lazily(async () => (await import('../commands/report.ts')).report))
 */
export const lazily =
  <Arguments extends unknown[]>(load: () => Promise<(...given: Arguments) => unknown>) =>
  async (...given: Arguments): Promise<void> => {
    const work = await load();
    await work(...given);
  };
