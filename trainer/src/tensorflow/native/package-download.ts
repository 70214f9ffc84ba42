// TensorFlow's library as the npm package would fetch it by itself: older, and from another host than the wheels.
import { cp, mkdir, rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BackendError } from '../backend-error.ts';
import type { NativePackage } from './cache.ts';
import { whatWentWrong, type RunProgram } from './run-program.ts';

/**
 * Runs the package's script in a copy of it, so that node_modules stays as npm left it. The script goes on to build a
 * binding with a tool that is not on the path given to it; that failure is expected, since the binding is compiled here.
 *
 * @throws BackendError `download-failed`
 */
export async function takeFromPackage(options: {
  installed: NativePackage;
  folder: string;
  run: RunProgram;
  environment: NodeJS.ProcessEnv;
  report: (line: string) => void;
}): Promise<void> {
  const { installed, folder, run, environment, report } = options;
  const copy = join(folder, 'package');
  await cp(installed.folder, copy, { recursive: true });
  report("downloading libtensorflow with the npm package's own script: about 100 MB");
  const modules = dirname(dirname(installed.folder)); // node_modules
  const { output } = await run(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: copy,
    environment: { ...environment, NODE_PATH: modules, PATH: '/usr/bin:/bin' },
  });
  if (!existsSync(join(copy, 'deps', 'include', 'tensorflow'))) {
    throw new BackendError(
      'download-failed',
      `the package's script brought no library: ${whatWentWrong(output)}`,
    );
  }
  await mkdir(join(folder, 'tensorflow'), { recursive: true });
  await rename(join(copy, 'deps', 'include'), join(folder, 'tensorflow', 'include'));
  await cp(join(copy, 'deps', 'lib'), join(folder, 'tensorflow'), {
    recursive: true,
    verbatimSymlinks: true,
  });
}
