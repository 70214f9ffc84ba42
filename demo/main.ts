// `npm run demo`: train on a small data set, publish locally, and serve the API and the page on localhost.
import { Command } from 'commander';
import { addRunOptions } from '@trimtab/trainer/command-line/run-options.ts';
import { wholeNumberIn } from '@trimtab/trainer/command-line/values.ts';
import type { DemoOptions } from './demo.ts';
import { endWithParent } from './end-with-parent.ts';

const program = addRunOptions(new Command('demo'))
  .description('Train on a small data set, publish locally, and serve steered recommendations on localhost.')
  .option('--port <n>', 'port of the page and the API', wholeNumberIn(1, 65_535), 8787)
  .option('--once', 'ask for two lists, print them and stop')
  .addHelpText('after', '\nExample:\n  $ npm run demo -- --data ml-latest-small --port 8080');

try {
  await program.parseAsync();
  endWithParent();
  const { demo } = await import('./demo.ts'); // with all that trains and serves, which help needs not wait for
  await demo(program.opts<DemoOptions>());
} catch (error) {
  console.error(error instanceof Error ? `demo: ${error.message}` : String(error));
  process.exitCode = 1;
}
