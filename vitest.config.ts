// Every test: shared and trainer in Node, the Worker inside workerd, and the built whole in test/.
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const workerd = cloudflareTest(async ({ inject }) => ({
  wrangler: { configPath: './wrangler.toml' },
  miniflare: {
    bindings: {
      TEST_MIGRATIONS: await readD1Migrations('migrations'),
      TINY_ARTIFACT: inject<Record<string, string>>('tinyArtifact'),
      TINY_BERT4REC: inject<Record<string, string>>('tinyBert4rec'),
    },
  },
}));

/** Generous, so that a busy machine fails no test: how fast things are is for benchmarks to say. */
const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['shared', 'trainer', 'demo', 'client'].map((folder) => `${folder}/**/*.test.ts`),
          pool: 'forks',
          ...PATIENCE,
        },
      },
      { test: { name: 'whole', include: ['test/**/*.test.ts'], pool: 'forks', ...PATIENCE } },
      {
        plugins: [workerd],
        test: {
          name: 'worker',
          include: ['worker/**/*.test.ts'],
          // One workerd for all files: loading the modules anew costs more than all the tests. Files set up what they need.
          isolate: false,
          globalSetup: ['./test/worker-set-up.ts'],
          ...PATIENCE,
        },
      },
    ],
  },
});
