// Where the native backend lives: a cache outside node_modules, so that `npm ci` does not undo it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../files/cache-folder.ts';

/** TensorFlow from the Python wheels, and the older one that TensorFlow.js would download by itself. */
export const WHEEL_VERSION = '2.21.0';
export const PACKAGE_VERSION = '2.9.1';

export type Device = 'cpu' | 'gpu';

/** `native.json`: written last, so a folder that has it is whole. */
export interface NativeRecord {
  /** TensorFlow's version. */
  version: string;
  device: Device;
  /** What the binding was compiled from, as `bindingOf` says. */
  binding: string;
  source: string;
  /** What was downloaded, with the sha256 of each file. */
  files: { name: string; sha256: string }[];
}

export const RECORD_FILE = 'native.json';
export const BINDING_FILE = 'tfjs_binding.node';

export const nativeRoot = (environment: NodeJS.ProcessEnv): string =>
  join(cacheFolder(environment), 'tensorflow');

export const nativeFolder = (environment: NodeJS.ProcessEnv, version: string, device: Device): string =>
  join(nativeRoot(environment), `${version}-${device}`);

/** Counted up when the way the binding is compiled changes, so that older ones are made anew. */
const BINDING_REVISION = 2;

/** What a binding is compiled from. */
export const bindingOf = (installed: NativePackage): string =>
  `tfjs-node-gpu ${installed.version}, revision ${BINDING_REVISION}`;

/** Records of before the kernels had files of their own name these, too. */
const isBindingOf = (binding: string, installed: NativePackage): boolean =>
  binding.replace(/, kernels \w+$/, '') === bindingOf(installed);

export interface NativePackage {
  folder: string;
  version: string;
}

/** The optional npm package whose JavaScript and binding's source are used, or null where npm left it out. */
export function findPackage(): NativePackage | null {
  try {
    const path = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
    return { folder: dirname(path), version };
  } catch {
    return null;
  }
}

export type NativeSearch =
  { found: true; folder: string; record: NativeRecord } | { found: false; reason: string };

/** The best native backend that is set up, a GPU's first; or why there is none. */
export function findNative(environment: NodeJS.ProcessEnv): NativeSearch {
  const installed = findPackage();
  if (installed === null) {
    return {
      found: false,
      reason:
        'the optional npm package @tensorflow/tfjs-node-gpu is not installed (run npm install while online)',
    };
  }
  const candidates: [string, Device][] = [
    [WHEEL_VERSION, 'gpu'],
    [WHEEL_VERSION, 'cpu'],
    [PACKAGE_VERSION, 'cpu'],
  ];
  for (const [version, device] of candidates) {
    const folder = nativeFolder(environment, version, device);
    const record = readRecord(folder);
    if (record !== null && isBindingOf(record.binding, installed)) return { found: true, folder, record };
  }
  return { found: false, reason: `the native backend is not set up in ${nativeRoot(environment)}` };
}

function readRecord(folder: string): NativeRecord | null {
  try {
    return JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as NativeRecord;
  } catch {
    return null;
  }
}
