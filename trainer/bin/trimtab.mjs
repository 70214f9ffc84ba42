#!/usr/bin/env node
// Starts the command line on a Node that runs TypeScript as it is (the `node` package), whatever Node began this.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const [major] = process.versions.node.split('.').map(Number);
if (major === 22 && process.features.typescript) {
  await import(cli);
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node');
  const { status } = spawnSync(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
