// `--dry-run`: what a night would do, without a lock, a training or a write.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentPointer } from '../publish/pointer.ts';
import { trainingMinutes } from './budget.ts';
import { gatherNight } from './gather.ts';
import { readObject } from './json-object.ts';
import { isUnchanged, secondsBesideTraining } from './night.ts';
import type { NightOptions } from './options.ts';
import { LAST_GOOD_KEY, lastGoodSchema, STEPS, type StepName } from './record.ts';

export interface Plan {
  dryRun: true;
  date: string;
  serving: string | null;
  lastGood: string | null;
  /** Whether data, settings, code and bounds are those of the last good night. */
  unchanged: boolean;
  interactionsSent: number | null;
  trainingMinutes: number | null;
  /** What would be done, in order; none where nothing has changed. */
  steps: readonly StepName[];
  says: string[];
}

/** Reads what a night would read; the events are gathered into a folder that goes again. */
export async function planNight(options: NightOptions): Promise<Plan> {
  const { asked, bounds, budgetSeconds, date, events, store } = options;
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-plan-'));
  try {
    const serving = (await currentPointer(store))?.current ?? null;
    const last = (await readObject(store, LAST_GOOD_KEY, lastGoodSchema))?.value ?? null;
    const { inputs, gathered } = await gatherNight({ asked, events, bounds, folder, resumed: false });
    const unchanged = last !== null && isUnchanged(last, { inputs }, serving);
    const minutes =
      budgetSeconds === undefined ? null : trainingMinutes(budgetSeconds, secondsBesideTraining(last));
    const interactionsSent = gathered?.counts.interactions ?? null;
    return {
      dryRun: true,
      date,
      serving,
      lastGood: last?.date ?? null,
      unchanged,
      interactionsSent,
      trainingMinutes: minutes,
      steps: unchanged ? [] : STEPS,
      says: [
        `${serving ?? 'nothing'} serves in ${store.name}; the last good night was ${last?.date ?? 'never'}`,
        interactionsSent === null
          ? 'no events would be gathered'
          : `${interactionsSent} interactions would be gathered`,
        unchanged
          ? 'nothing has changed since: it would end at once'
          : `it would ${STEPS.join(', ')}${minutes === null ? '' : `, with ${minutes.toFixed(1)} minutes of training`}`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
