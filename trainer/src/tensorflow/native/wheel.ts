// TensorFlow's library and headers out of its Python wheel. Python only downloads and unpacks: nothing is installed,
// and the wheel's Python version need not be the machine's, since only its C++ part is used.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackendError } from '../backend-error.ts';
import { WHEEL_VERSION, type Device } from './cache.ts';
import { whatWentWrong, type RunProgram } from './run-program.ts';

export type PinnedWheels = Record<string, string>;

interface Wheels {
  requirement: string;
  /** Download size in MB, for the announcement. */
  megabytes: number;
  /** Wheels other than TensorFlow's own that are unpacked beside it. */
  beside: string;
  /** With --no-deps where only the wheel itself is wanted. */
  flags: string[];
  /** sha256 by file name. Null: the hashes are recorded and not checked (pip has checked them against its index). */
  pinned: PinnedWheels | null;
}

const wheels: Record<Device, Wheels> = {
  cpu: {
    requirement: `tensorflow-cpu==${WHEEL_VERSION}`,
    megabytes: 274,
    beside: '',
    flags: ['--no-deps'],
    pinned: {
      'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
        '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    },
  },
  // CUDA's libraries are wheels too, which the and-cuda extra names with the versions that fit.
  gpu: {
    requirement: `tensorflow[and-cuda]==${WHEEL_VERSION}`,
    megabytes: 3500,
    beside: 'nvidia_',
    flags: [],
    pinned: null,
  },
};

/** Only x86-64 Linux has a pinned wheel. */
export const wheelsFit = (platform: string, architecture: string): boolean =>
  platform === 'linux' && architecture === 'x64';

/** The wheel to take, whatever Python and pip take it. */
const TARGET = [
  '--only-binary=:all:',
  '--platform=manylinux_2_27_x86_64',
  '--platform=manylinux_2_17_x86_64',
  '--platform=manylinux2014_x86_64',
  '--python-version=3.11',
  '--implementation=cp',
  '--abi=cp311',
];

/** Keeps the wheels' own layout, by which the libraries find one another: tensorflow/, nvidia/. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:]
wanted = ('tensorflow/libtensorflow_cc.so', 'tensorflow/libtensorflow_framework.so', 'tensorflow/include/', 'nvidia/')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(wanted):
            archive.extract(name, folder)
`;

export interface Wheel {
  name: string;
  sha256: string;
}

/**
 * Downloads and unpacks TensorFlow into `folder`, as `tensorflow/libtensorflow_cc.so.2`, `tensorflow/include/…`.
 *
 * @throws BackendError `download-failed` where Python, pip or the network is missing; `checksum-mismatch`
 */
export async function takeFromWheel(options: {
  device: Device;
  folder: string;
  pinned?: PinnedWheels | undefined;
  run: RunProgram;
  report: (line: string) => void;
}): Promise<Wheel[]> {
  const { device, folder, run, report } = options;
  const { requirement, megabytes, beside, flags } = wheels[device];
  const pinned = options.pinned ?? wheels[device].pinned;
  const python = await findPip(run);
  const downloads = join(folder, 'downloads');
  await mkdir(downloads, { recursive: true });
  report(`downloading ${requirement} with pip: about ${megabytes} MB`);
  const args = ['-m', 'pip', 'download', '--quiet', '--dest', downloads, ...flags, ...TARGET, requirement];
  const { code, output } = await run(python, args);
  if (code !== 0)
    throw new BackendError('download-failed', `pip cannot download it: ${whatWentWrong(output)}`);
  const names = (await readdir(downloads)).filter(
    (name) => name.startsWith('tensorflow') || (beside !== '' && name.startsWith(beside)),
  );
  const taken: Wheel[] = [];
  for (const name of names) {
    const sha256 = await checkWheel(downloads, name, pinned);
    report(`unpacking ${name}`);
    const unpacked = await run(python, ['-c', UNPACK, join(downloads, name), folder]);
    if (unpacked.code !== 0) {
      throw new BackendError(
        'download-failed',
        `${name} cannot be unpacked: ${whatWentWrong(unpacked.output)}`,
      );
    }
    taken.push({ name, sha256 });
  }
  return taken;
}

/** The folder of the headers that kernels need once the binding is compiled, 1 MB of 287. */
export const HEADERS = 'headers';

export const KEPT_HEADERS = [
  'tensorflow/c',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/common_runtime/next_pluggable_device/c',
  'tsl/platform',
  'xla/tsl/c',
];

/** Copies the headers that kernels need from an unpacked wheel in `from` into `folder`. */
export async function keepHeaders(from: string, folder: string): Promise<void> {
  const unfinished = join(folder, `.${HEADERS}-${process.pid}`);
  for (const path of KEPT_HEADERS) {
    await mkdir(dirname(join(unfinished, path)), { recursive: true });
    await cp(join(from, 'tensorflow', 'include', path), join(unfinished, path), { recursive: true });
  }
  await rename(unfinished, join(folder, HEADERS));
}

async function findPip(run: RunProgram): Promise<string> {
  for (const python of ['python3', 'python']) {
    const { code } = await run(python, ['-m', 'pip', '--version']);
    if (code === 0) return python;
  }
  const advice = 'install Python 3 with pip (Debian and Ubuntu: apt-get install python3-pip)';
  throw new BackendError('download-failed', `there is no Python with pip: ${advice}`);
}

async function checkWheel(downloads: string, name: string, pinned: PinnedWheels | null): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(downloads, name)), hash);
  const sha256 = hash.digest('hex');
  if (pinned !== null && sha256 !== pinned[name]) {
    const expected = pinned[name] ?? `none, since only ${Object.keys(pinned).join(', ')} is pinned`;
    const message = `${name} is not the wheel that was pinned: sha256 ${sha256}, expected ${expected}`;
    throw new BackendError('checksum-mismatch', `${message}. Try again, or ask your index why it differs`);
  }
  return sha256;
}
