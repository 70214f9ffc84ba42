// `trimtab`: reads the command line, and says on one line what went wrong.
import { inWords, onScreen } from './command-line/on-screen.ts';
import { askedForHelp, trimtabProgram } from './command-line/program.ts';

const program = trimtabProgram();

try {
  const wordless = askedForHelp(program, process.argv.slice(2));
  if (wordless === undefined) await program.parseAsync();
  else wordless.outputHelp();
} catch (error) {
  console.error(error instanceof Error ? onScreen(`trimtab: ${inWords(error)}`) : error);
  if (process.env['TRIMTAB_DEBUG'] !== undefined) console.error(error);
  process.exitCode = 1;
}
