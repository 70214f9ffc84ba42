// Worker tests read no files: the artifact that they serve is made here, in Node, and becomes a binding.
import type { TestProject } from 'vitest/node';
import { makeTinyArtifact } from './tiny-artifact.ts';

export default async function setUp(project: TestProject): Promise<void> {
  project.provide('tinyArtifact', await makeTinyArtifact('tiny-000001'));
  // Two blocks after the hook: other positions see an edit, so the head runs whole sequences.
  const bert4rec = await makeTinyArtifact('tiny-bert4rec', { kind: 'bert4rec', blocks: 3 });
  project.provide('tinyBert4rec', bert4rec);
}

declare module 'vitest' {
  interface ProvidedContext {
    tinyArtifact: Record<string, string>;
    tinyBert4rec: Record<string, string>;
  }
}
