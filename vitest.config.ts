// Every test: shared and trainer in Node, the Worker inside workerd, and the built whole in test/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['shared/**/*.test.ts', 'trainer/**/*.test.ts', 'demo/**/*.test.ts'],
          pool: 'forks',
        },
      },
    ],
  },
});
