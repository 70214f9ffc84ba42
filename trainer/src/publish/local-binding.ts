// A binding of the Worker on this machine, with the state that `wrangler dev` has.
import { PublishError } from './errors.ts';

export interface LocalStoreOptions {
  /** The Worker's wrangler.toml, whose bindings are opened. */
  configPath: string;
  /** Folder of the local state; `.wrangler/state` beside the configuration unless given. */
  persistTo?: string;
}

/**
 * Starts what is behind the binding; `close` stops it.
 *
 * @throws PublishError `store-configuration` when the configuration has no such binding
 */
export async function openLocalBinding<Binding>(
  { configPath, persistTo }: LocalStoreOptions,
  name: string,
  section: string,
): Promise<{ binding: Binding; close: () => Promise<void> }> {
  // The place of the Worker on Cloudflare's network is of no use here, and fetching it waits for a network.
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] ??= 'false';
  // Its warnings are about the configuration of `wrangler dev`, and say nothing to somebody who publishes.
  process.env['WRANGLER_LOG'] ??= 'error';
  const { getPlatformProxy } = await import('wrangler');
  const proxy = await getPlatformProxy<Partial<Record<string, Binding>>>({
    configPath,
    remoteBindings: false,
    // `wrangler dev --persist-to <folder>` keeps its state in <folder>/v3, and the proxy in the folder itself.
    ...(persistTo === undefined ? {} : { persist: { path: `${persistTo}/v3` } }),
  });
  const binding = proxy.env[name];
  if (binding) return { binding, close: () => proxy.dispose() };
  await proxy.dispose();
  throw new PublishError(
    'store-configuration',
    `${configPath} has no binding ${name}: add it under [[${section}]]`,
  );
}
