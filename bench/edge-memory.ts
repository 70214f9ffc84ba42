// Run by the edge benchmark in a fresh process: the runtime's linear memory after the first scores, in MiB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseAndSteered, randomHistory } from './edge-model.ts';
import { noteWasmMemory } from '@trimtab/trainer/onnx/wasm-memory.ts';

const [folder = '', items = '', latents = ''] = process.argv.slice(2);
const encoder = readFileSync(join(folder, 'encoder.onnx'));
const head = readFileSync(join(folder, 'head.onnx'));

const wasmMiB = noteWasmMemory();
const { openGraphs } = await import('@trimtab/trainer/onnx/session.ts');
const session = await openGraphs({ encoder, head });
await session.run(randomHistory(Number(items), 50), baseAndSteered(Number(latents)));
console.log(wasmMiB());
