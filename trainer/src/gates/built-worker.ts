// The built Worker on a socket of its own in workerd: as it is deployed, without the proxy that `wrangler dev` puts before it.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';

const root = join(import.meta.dirname, '../../..');
const config = join(root, 'wrangler.toml');
const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');

export interface BuiltWorker {
  /**
   * Starts it; it has then answered a request that needs no model.
   *
   * @param state another folder of the local D1 and R2
   */
  start(variables?: Record<string, string>, state?: string): Promise<ServedWorker>;
  remove(): Promise<void>;
}

export interface ServedWorker {
  url: string;
  /** From starting workerd to the first answer that needs no model. */
  startUpMs: number;
  stop(): Promise<void>;
}

/**
 * Bundles the Worker as `wrangler deploy` would.
 *
 * @param persistTo folder of the local D1 and R2, as of `wrangler dev`
 */
export async function buildWorker(persistTo: string): Promise<BuiltWorker> {
  const bundle = await mkdtemp(join(tmpdir(), 'trimtab-bundle-'));
  await writeFile(join(bundle, 'index.html'), '<title>no page</title>');
  const args = ['deploy', '--dry-run', '--outdir', bundle, '--assets', bundle];
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' },
  });
  if (status !== 0) throw new Error(`the Worker could not be built:\n${stdout}${stderr}`);
  const wasm = (await readdir(bundle)).filter((name) => name.endsWith('.wasm'));
  const modules = [
    { type: 'ESModule' as const, path: join(bundle, 'index.js') },
    ...wasm.map((name) => ({ type: 'CompiledWasm' as const, path: join(bundle, name) })),
  ];
  return {
    async start(variables = {}, state = persistTo) {
      // Assets would be asked before the Worker, and there are none.
      const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
      const { assets: _, modulesRules: __, bindings, ...options } = workerOptions;
      const began = performance.now();
      const miniflare = new Miniflare(
        convertV4MiniflareOptions({
          ...options,
          bindings: Object.assign({}, bindings, variables),
          modulesRoot: bundle,
          modules,
          unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
          resourcePersistencePath: join(state, 'v3'),
          cf: false,
          handleStructuredLogs: () => undefined,
        }),
      );
      const { origin: url } = await miniflare.unsafeGetDirectURL();
      await (await fetch(`${url}/openapi.json`)).text();
      return { url, startUpMs: performance.now() - began, stop: () => miniflare.dispose() };
    },
    remove: () => rm(bundle, { recursive: true, force: true }),
  };
}
