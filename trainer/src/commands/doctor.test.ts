import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctor, type Diagnosis } from './doctor.ts';

// An empty cache: whatever this machine has, nothing native is set up there.
const environment = { TRIMTAB_CACHE: join(tmpdir(), 'trimtab-no-such-cache') };

async function examine(json: boolean): Promise<string[]> {
  const printed: string[] = [];
  await doctor({ json, environment, print: (text) => printed.push(text) });
  return printed;
}

describe('doctor', () => {
  it('prints one JSON document with what it found and measured', async () => {
    const printed = await examine(true);
    expect(printed).toHaveLength(1);
    const diagnosis = JSON.parse(printed[0] ?? '') as Diagnosis;
    expect(diagnosis).toMatchObject({
      backend: { name: 'wasm', gpu: false, library: 'tfjs-backend-wasm 4.22.0' },
      native: { setUp: false, folder: null },
      node: process.versions.node,
      packages: { '@tensorflow/tfjs-core': '4.22.0' },
      advice: expect.stringContaining('trimtab doctor --fix'),
    });
    expect(diagnosis.gflops.forward).toBeGreaterThan(0.1);
    expect(diagnosis.gflops.withGradients).toBeGreaterThan(0.1);
  });

  it('tells a person the same in lines', async () => {
    const [text = ''] = await examine(false);
    expect(text).toMatch(/^backend {3}wasm: tfjs-backend-wasm/);
    expect(text).toMatch(/speed {5}[\d.]+ GFLOP\/s forward/);
  });

  it('refuses to examine a backend that is absent', async () => {
    await expect(doctor({ backend: 'native', environment, print: () => {} })).rejects.toMatchObject({
      code: 'native-not-set-up',
    });
  });
});
