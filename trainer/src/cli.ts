// `trimtab`: every command of the trainer. Each stays in its own file under commands/.
import { Command } from 'commander';
import { addEventsCommand } from './commands/events.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addPublishCommands } from './commands/publish.ts';
import { addRankCommand } from './commands/rank.ts';
import { addReportCommand } from './commands/report.ts';
import { addStageCommands } from './commands/run.ts';
import { addSweepCommand } from './commands/sweep.ts';
import { addTuneCommand } from './commands/tune.ts';
import { doctor } from './commands/doctor.ts';
import { parseBackend } from './tensorflow/backend.ts';

const program = new Command('trimtab')
  .description(
    'Train a recommender, find the features inside it, and publish recommendations that people can steer.',
  )
  .showHelpAfterError('Add --help to see what there is.');

program
  .command('doctor')
  .description('which backend is used, how fast it is, and how to get the faster one')
  .option('--fix', 'set up the native backend')
  .option('--backend <name>', 'look at wasm or native', parseBackend)
  .option('--json', 'one JSON document on stdout, logs on stderr')
  .action(async (options: Parameters<typeof doctor>[0]) => {
    await doctor(options);
  });
addStageCommands(program);
addRankCommand(program);
addSweepCommand(program);
addTuneCommand(program);
addReportCommand(program);
addPublishCommands(program);
addKeyCommands(program);
addEventsCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? `trimtab: ${error.message}` : error);
  if (process.env['TRIMTAB_DEBUG'] !== undefined) console.error(error);
  process.exitCode = 1;
}
