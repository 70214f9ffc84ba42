// Builds `trimtab/client` into dist/client: one JavaScript file with all it needs, and declarations that stand alone.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist/client');
const typeScript = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');

await build({
  root: join(root, 'client'),
  logLevel: 'warn',
  configFile: false,
  build: {
    outDir: output,
    emptyOutDir: true,
    minify: false,
    target: 'es2023',
    lib: { entry: 'index.ts', formats: ['es'], fileName: 'index' },
  },
});

const emitted = mkdtempSync(join(tmpdir(), 'trimtab-client-'));
try {
  declare();
} finally {
  rmSync(emitted, { recursive: true });
}

/** The declarations spell out every type, so that of all that TypeScript emits only the client's own are needed. */
function declare(): void {
  const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', root];
  const args = [typeScript, '-p', join(root, 'client'), ...flags, '--outDir', emitted];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0)
    throw new Error('the client’s declarations cannot be made: see the errors of types above');
  const folder = join(emitted, 'client');
  for (const name of readdirSync(folder)) {
    if (name === 'calls.d.ts' || name === 'sending-fetch.d.ts' || name.endsWith('.test.d.ts')) continue;
    refuseOutsideTypes(name, readFileSync(join(folder, name), 'utf8'));
    cpSync(join(folder, name), join(output, name));
  }
}

/** A type of the Worker or of a library would be missing where the client is installed. */
function refuseOutsideTypes(name: string, text: string): void {
  const sources = [...text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)].map(
    ([, source = '']) => source,
  );
  const outside = sources.filter(
    (source) => !/^\.\/(call-options|patient-fetch|trimtab-error)\.ts$/.test(source),
  );
  if (outside.length === 0) return;
  throw new Error(
    `${name} names types of ${outside.join(', ')}, which users of the client lack; have client/calls.ts spell them out`,
  );
}
