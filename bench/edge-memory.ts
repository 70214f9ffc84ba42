// Run by the edge benchmark in a fresh process: the runtime's linear memory after the first scores, in MiB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseAndSteered, randomHistory } from './edge-model.ts';

const [folder = '', items = '', latents = ''] = process.argv.slice(2);
const encoder = readFileSync(join(folder, 'encoder.onnx'));
const head = readFileSync(join(folder, 'head.onnx'));

interface Memory {
  readonly buffer: ArrayBufferLike;
}

// The runtime keeps its memory to itself, so what it makes is noted on the way. Node's types know no WebAssembly.Memory.
const memories: Memory[] = [];
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Memory: new (descriptor: object) => Memory };
};
wasm.Memory = class extends wasm.Memory {
  constructor(descriptor: object) {
    super(descriptor);
    memories.push(this);
  }
};

const { openGraphs } = await import('@trimtab/trainer/onnx/session.ts');
const session = await openGraphs({ encoder, head });
await session.run(randomHistory(Number(items), 50), baseAndSteered(Number(latents)));
const bytes = memories.reduce((total, memory) => total + memory.buffer.byteLength, 0);
console.log(Math.round((10 * bytes) / 2 ** 20) / 10);
