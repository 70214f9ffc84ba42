// A training step's speed beside the same step in PyTorch: in turns, so that other work on the machine slows both alike.
import type { Backend } from '@trimtab/trainer/tensorflow/backend.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { median } from './median.ts';
import { hasPyTorch, runPyTorch } from './pytorch.ts';

export const THREADS = 2;
const ROUNDS = 3;

interface Sides {
  say: (line: string) => void;
  /** What is counted a second. */
  unit: string;
  ours: () => Promise<number>;
  script: string;
  /** What the script is given. */
  work: () => object;
}

export interface BesidePyTorch<Peer> {
  backend: Backend;
  /** Median of the rounds. */
  own: number;
  /** One a round; none without PyTorch. */
  peers: Peer[];
}

export async function besidePyTorch<Peer>({
  say,
  unit,
  ours,
  script,
  work,
}: Sides): Promise<BesidePyTorch<Peer>> {
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(THREADS);
  process.env['OMP_NUM_THREADS'] ??= String(THREADS);
  const backend = await startBackend();
  say(backend.reason);
  const withPeer = hasPyTorch();
  if (!withPeer) say('PyTorch is not installed (TRIMTAB_PYTHON names another Python): no peer');
  const own: number[] = [];
  const peers: Peer[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const speed = await ours();
    own.push(speed);
    if (withPeer) peers.push(await runPyTorch<Peer>(script, work()));
    say(`round ${round}/${ROUNDS}: ${Math.round(speed)} ${unit} a second`);
  }
  return { backend, own: median(own), peers };
}

/** What `step` counts a second, after `warmUpSteps` of it and for `seconds`. */
export async function perSecond(
  { warmUpSteps, seconds }: { warmUpSteps: number; seconds: number },
  step: (index: number) => Promise<number>,
): Promise<number> {
  let [count, began] = [0, 0];
  for (let index = 0; index <= warmUpSteps || performance.now() - began < 1000 * seconds; index++) {
    if (index === warmUpSteps) [count, began] = [0, performance.now()];
    count += await step(index);
  }
  return (1000 * count) / (performance.now() - began);
}

/** To three digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
