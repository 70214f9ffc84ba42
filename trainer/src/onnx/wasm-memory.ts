// How much linear memory WebAssembly modules took: the runtime keeps its memory to itself, so what it makes is noted.

interface Memory {
  readonly buffer: ArrayBufferLike;
}

/** Notes memories from now on. Call it before the runtime is imported. @returns MiB of all that were made since */
export function noteWasmMemory(): () => number {
  const memories: Memory[] = [];
  // Node's types know no WebAssembly.Memory.
  const { WebAssembly: wasm } = globalThis as unknown as {
    WebAssembly: { Memory: new (descriptor: object) => Memory };
  };
  wasm.Memory = class extends wasm.Memory {
    constructor(descriptor: object) {
      super(descriptor);
      memories.push(this);
    }
  };
  return () => mebibytes(memories.reduce((total, { buffer }) => total + buffer.byteLength, 0));
}

export const mebibytes = (bytes: number): number => Math.round((10 * bytes) / 2 ** 20) / 10;
