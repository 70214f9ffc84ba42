// The OpenAPI document as the Worker gives it, without a server: Node loads the routes for what they declare.
import { registerHooks } from 'node:module';

const EMPTY = 'data:text/javascript,export const waitUntil = () => undefined; export default {};';
const isOfWorkerd = (name: string): boolean => name.startsWith('cloudflare:') || name.endsWith('.wasm');

const RUNTIME = /\/worker\/src\/inference\/runtime\.ts$/;
const NO_RUNTIME =
  'data:text/javascript,export class Tensor {}; export const createSession = async () => { throw new Error("no inference here"); };';

/** What only workerd has is empty here. */
function standIn(): void {
  registerHooks({
    resolve(name, context, next) {
      if (isOfWorkerd(name)) return { url: EMPTY, shortCircuit: true };
      const resolved = next(name, context);
      return RUNTIME.test(resolved.url) ? { url: NO_RUNTIME, shortCircuit: true } : resolved;
    },
  });
}

/** By address, since the types of workerd do not go with those of Node. */
const load = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../worker/src/${path}`, import.meta.url).href)) as Module;

export async function workerContract(): Promise<object> {
  standIn();
  const { createApp } = await load<{ createApp: () => object }>('app.ts');
  const { documentOf } = await load<{ documentOf: (app: object) => object }>('contract/document.ts');
  return documentOf(createApp());
}
