// `large-catalogue`: seconds and memory of a training step over 100,000 items, by loss.
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { peakMiB } from '@trimtab/trainer/config/peak-memory.ts';
import { silent } from '@trimtab/trainer/config/progress.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { disposeState } from '@trimtab/trainer/training/checkpoint.ts';
import { trainEpoch } from '@trimtab/trainer/training/epoch.ts';
import { openGradients } from '@trimtab/trainer/training/gradient-source.ts';
import { newState } from '@trimtab/trainer/training/train.ts';
import { CONFIG, SETTINGS } from './train-step-work.ts';

const ITEMS = 100_000;
const STEPS = 4;

/** The smaller loss goes first, since the peak of memory never falls. */
const LOSSES = ['sampled', 'full'] as const;

export async function largeCatalogue(say: (line: string) => void): Promise<object> {
  const backend = await startBackend();
  say(backend.reason);
  const config = { ...CONFIG, items: ITEMS };
  const random = createRandom(1, 'large-catalogue');
  const rows = Math.floor(SETTINGS.batchTokens / config.maxLength);
  const windows = Array.from({ length: rows * STEPS }, () =>
    Int32Array.from({ length: config.maxLength + 1 }, () => random.integer(ITEMS)),
  );
  const cases: object[] = [];
  for (const loss of LOSSES) {
    const options = { config, settings: { ...SETTINGS, loss }, seed: 1, report: silent };
    const source = openGradients(options);
    const first = await trainEpoch(options, source, newState(options), windows.slice(0, rows), 1);
    const { state, record } = await trainEpoch(options, source, first.state, windows, 2);
    disposeState(state);
    cases.push({ loss, secondsPerStep: Number((record.seconds / STEPS).toPrecision(3)), peakMiB: peakMiB() });
    say(`${loss}: done`);
  }
  return {
    items: ITEMS,
    hiddenSize: config.hiddenSize,
    tokens: rows * config.maxLength,
    cases,
    backend: backend.name,
  };
}
