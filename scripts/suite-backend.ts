// `npm run suite-backend -- <report>`: says in one line which backends the suite ran on, from vitest's JSON report.
// Fails where the native backend is set up and tests that need it or its kernels were skipped.
import { readFileSync } from 'node:fs';
import { findNative } from '@trimtab/trainer/tensorflow/native/cache.ts';
import { findKernels } from '@trimtab/trainer/tensorflow/native/kernels-file.ts';
import { takesKernels } from '@trimtab/trainer/tensorflow/native/set-up.ts';
import { backendsOf, type Report } from './suite-report.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: npm run suite-backend -- <vitest’s JSON report>');
const native = findNative(process.env);
const { line, isWhole } = backendsOf(JSON.parse(readFileSync(file, 'utf8')) as Report, {
  native: native.found,
  kernels: native.found && takesKernels(native.record) && findKernels(native.folder).found,
});
console.log(line);
process.exitCode = isWhole ? 0 : 1;
