// The only place that knows how onnxruntime-web starts inside workerd: see `prepare` for the three tricks.
import * as ort from 'onnxruntime-web/wasm';
import compiled from 'onnxruntime-web/ort-wasm-simd-threaded.wasm';

/** y = relu(x) of one number, as the trainer's GraphBuilder writes it: the smallest graph makes the runtime start. */
const SMALLEST_GRAPH = Uint8Array.fromBase64(
  'CAoSB3RyaW10YWI6PQoWCgF4EgF5GgZSZWx1LjAiBFJlbHU6ABIBc1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEBVCEQoNY29tLm1pY3Jvc29mdBAB',
);

/**
 * Workers forbid compiling bytes to WebAssembly at run time, and their modules have no URL:
 * - the module comes compiled with the bundle, and instantiating "bytes" instantiates it;
 * - a dummy `wasmBinary` keeps the glue from resolving `import.meta.url`, which is undefined here;
 * - there are no threads.
 */
function prepare(): void {
  const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (
    module: WebAssembly.Module,
    imports?: WebAssembly.Imports,
  ) => Promise<WebAssembly.Instance>;
  const replacement = async (source: unknown, imports?: WebAssembly.Imports): Promise<unknown> => {
    if (source instanceof WebAssembly.Module) return instantiate(source, imports);
    return { instance: await instantiate(compiled, imports), module: compiled };
  };
  Object.defineProperty(WebAssembly, 'instantiate', { value: replacement, configurable: true });
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = new Uint8Array(1);
}

export function createSession(graph: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(graph, { executionProviders: ['wasm'] });
}

/** Should it fail, every session fails by the same error, and lists are popular ones: the isolate itself must start. */
async function start(): Promise<void> {
  try {
    await (await createSession(SMALLEST_GRAPH)).release();
  } catch {
    return;
  }
}

prepare();
// The runtime's own start is a third of a cold start: the isolate does it before its first request.
await start();

export const { Tensor } = ort;
export type Tensor = ort.Tensor;
export type Session = ort.InferenceSession;
