// Run by the gate in a process of its own: the runtime's linear memory after the first scores of a version, in MiB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteWasmMemory } from '../onnx/wasm-memory.ts';

const [folder = '', length = '1', items = '1'] = process.argv.slice(2);
const encoder = readFileSync(join(folder, 'encoder.onnx'));
const head = readFileSync(join(folder, 'head.onnx'));

const wasmMiB = noteWasmMemory();
const { openGraphs } = await import('../onnx/session.ts');
const session = await openGraphs({ encoder, head });
await session.run(Int32Array.from({ length: Number(length) }, (_, i) => i % Number(items)));
console.log(wasmMiB());
await session.close();
