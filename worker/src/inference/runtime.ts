// The only place that knows how onnxruntime-web starts inside workerd: see `startOnce` for the three tricks.
import * as ort from 'onnxruntime-web/wasm';
import compiled from 'onnxruntime-web/ort-wasm-simd-threaded.wasm';

let started = false;

/**
 * Workers forbid compiling bytes to WebAssembly at run time, and their modules have no URL:
 * - the module comes compiled with the bundle, and instantiating "bytes" instantiates it;
 * - a dummy `wasmBinary` keeps the glue from resolving `import.meta.url`, which is undefined here;
 * - there are no threads.
 */
function startOnce(): void {
  if (started) return;
  started = true;
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
  startOnce();
  return ort.InferenceSession.create(graph, { executionProviders: ['wasm'] });
}

export const { Tensor } = ort;
export type Tensor = ort.Tensor;
export type Session = ort.InferenceSession;
