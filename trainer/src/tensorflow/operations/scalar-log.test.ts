import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { openScalarLog } from './scalar-log.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-scalars-'));
});
afterEach(() => rm(folder, { recursive: true }));

describeOnEachBackend('openScalarLog', (backend) => {
  it('writes an event file on native and nothing on wasm, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const log = openScalarLog(folder);
    log.write(3, { loss: 0.5 });
    log.close();
    expect(tf.memory().numTensors - before).toBe(0);
    const files = await readdir(folder);
    expect(files).toHaveLength(backend === 'native' ? 1 : 0);
    for (const file of files) {
      expect(file).toMatch(/^events\.out\.tfevents\./);
      expect((await readFile(join(folder, file))).includes('loss')).toBe(true);
    }
  });
});
