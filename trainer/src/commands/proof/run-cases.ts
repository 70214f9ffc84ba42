// Works out every case and writes the results: run as a process of its own, since kernels are loaded once and for all,
// and one that is broken may end its process. Arguments: the native backend's folder, a file of kernels or "off", and
// the file for the results.
import { writeSafetensors, type Arrays } from '../../files/safetensors.ts';
import { startNative } from '../../tensorflow/backend.ts';
import { CASES } from './cases.ts';

const [folder, kernels, into] = process.argv.slice(2);
if (folder === undefined || kernels === undefined || into === undefined) {
  throw new Error('expected three arguments: a folder, a file of kernels or "off", a file for the results');
}
await startNative(folder, kernels === 'off' ? undefined : kernels);
const results: Arrays = {};
for (const [name, work] of Object.entries(CASES)) {
  for (const [part, tensor] of Object.entries(work())) {
    results[`${name}: ${part}`] = { shape: tensor.shape, data: tensor.dataSync<'float32'>() };
  }
}
await writeSafetensors(into, results);
