// Every test: shared and trainer in Node, the Worker inside workerd, and the built whole in test/.
import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** @param vars in place of those of wrangler.toml */
const workerd = (vars: Record<string, string> = {}) =>
  cloudflareTest(async ({ inject }) => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        ...vars,
        TEST_MIGRATIONS: await readD1Migrations('migrations'),
        TEST_CATALOGUE_MIGRATIONS: await readD1Migrations('migrations/catalogue'),
        TINY_ARTIFACT: inject<Record<string, string>>('tinyArtifact'),
        TINY_BERT4REC: inject<Record<string, string>>('tinyBert4rec'),
      },
    },
  }));

/** Generous, so that a busy machine fails no test: how fast things are is for benchmarks to say. */
const PATIENCE = { testTimeout: 120_000, hookTimeout: 300_000 };

/** A file on each core. Trainings then compute on one thread each, since two on the same cores would wait for one another. */
const FILES_AT_ONCE = {
  maxWorkers: availableParallelism(),
  env: { OMP_NUM_THREADS: '1', TF_NUM_INTRAOP_THREADS: '1' },
};

const CATALOGUE_TESTS = ['browse', 'recommendations', 'recommendation-*'].map(
  (name) => `worker/src/routes/${name}.test.ts`,
);

/** @param groupOrder what it runs after: of two that run at once, one is never heard of again when the other ends */
const workerProject = (
  name: string,
  include: string[],
  plugin: ReturnType<typeof workerd>,
  groupOrder: number,
) => ({
  plugins: [plugin],
  test: {
    name,
    include,
    sequence: { groupOrder },
    maxWorkers: 1,
    // One workerd for all files: loading the modules anew costs more than all the tests. Files set up what they need.
    isolate: false,
    globalSetup: ['./test/worker-set-up.ts'],
    ...PATIENCE,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['shared', 'trainer', 'demo', 'client', 'scripts'].map(
            (folder) => `${folder}/**/*.test.ts`,
          ),
          pool: 'forks',
          ...FILES_AT_ONCE,
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          pool: 'forks',
          ...FILES_AT_ONCE,
          ...PATIENCE,
        },
      },
      workerProject('worker', ['worker/**/*.test.ts'], workerd(), 1),
      // Once more, what asks for items, with their ids and titles in D1.
      workerProject('beyond-memory', CATALOGUE_TESTS, workerd({ CATALOGUE_IN_MEMORY: '0' }), 2),
    ],
  },
});
