// `trimtab`: every command, in groups. What a command does is loaded when it is called.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addApps, addNight, addPublishing } from './serving.ts';
import { addMeasures, addStages, addStart } from './training.ts';

const GROUPS: readonly [heading: string, add: (program: Command) => void][] = [
  ['Start here:', addStart],
  ['One stage of a run:', addStages],
  ['Measure and search:', addMeasures],
  ['Serve:', addPublishing],
  ['Every night:', addNight],
  ['Apps:', addApps],
];

const EXAMPLE = 'trimtab run --data interactions.csv --items items.csv && trimtab publish';

export function trimtabProgram(): Command {
  const program = new Command('trimtab')
    .description(
      'Train a recommender, find the features inside it, and publish recommendations that people can steer.',
    )
    .version(versionOfPackage(), '--version', 'print the version')
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', `\nExample:\n  $ ${EXAMPLE}`);
  for (const [heading, add] of GROUPS) {
    program.commandsGroup(heading);
    add(program);
  }
  return program.commandsGroup('Help:').helpCommand('help [command]', 'what a command does and takes');
}

function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The command whose help a line without words asks for: `trimtab`, or `trimtab keys`. */
export function askedForHelp(program: Command, words: readonly string[]): Command | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return program;
  const group = program.commands.find((command) => command.name() === first && command.commands.length > 0);
  return rest.length === 0 ? group : undefined;
}
