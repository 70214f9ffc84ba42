// Lints the OpenAPI document as the Worker gives it, by @redocly/cli and spectral, without a server and without a network.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Neither tells anybody that it ran, nor looks for a newer version of itself. */
const QUIETLY = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/**
 * @param binary finds the script of a package's command
 * @returns what is wrong, one text for each tool that complains
 */
export function contractFaults(root: string, binary: (name: string, bin: string) => string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-contract-'));
  const file = join(folder, 'openapi.json');
  const run = (args: string[]): string[] => {
    const env = { ...process.env, ...QUIETLY };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    return status === 0 ? [] : [stdout + stderr];
  };
  const unwritten = run([join(root, 'scripts/write-contract.ts'), file]);
  const faults = [
    [binary('@redocly/cli', 'redocly'), 'lint', file, '--config=redocly.yaml'],
    [
      binary('@stoplight/spectral-cli', 'spectral'),
      'lint',
      file,
      '--ruleset=.spectral.yaml',
      '--fail-severity=hint',
    ],
  ];
  const wrong = unwritten.length > 0 ? unwritten : faults.flatMap(run);
  rmSync(folder, { recursive: true });
  return wrong;
}
