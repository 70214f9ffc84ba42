#!/usr/bin/env node
// Starts the command line on a Node that runs TypeScript as it is (the `node` package), whatever Node began this.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const [major] = process.versions.node.split('.').map(Number);
if (major === 22 && process.features.typescript) {
  await import(cli);
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node');
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops this process means the command: the child ends in order, and this one after it.
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      asked = true;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`trimtab: Node could not be started (${error.message}): run "npm ci" again`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal !== null) {
      const why = asked ? '' : '; a SIGKILL that nobody sent means too little memory';
      console.error(
        `trimtab: ended by ${signal}${why}. The same command goes on from its last finished step.`,
      );
    }
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
