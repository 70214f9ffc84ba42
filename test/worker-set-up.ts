// Worker tests read no files: the artifact that they serve is made here, in Node, and becomes a binding.
import type { TestProject } from 'vitest/node';
import { makeTinyArtifact } from './tiny-artifact.ts';

export default async function setUp(project: TestProject): Promise<void> {
  project.provide('tinyArtifact', await makeTinyArtifact('tiny-000001'));
}

declare module 'vitest' {
  interface ProvidedContext {
    tinyArtifact: Record<string, string>;
  }
}
