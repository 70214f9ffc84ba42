// The page of a concept that the model does not have, or has no longer.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStudio } from '../shell/studio-context.ts';

/** @param words what the service says of it: where a retraining lost it, what is most like it now */
export function NoSuchConcept({ words }: { words: string }): JSX.Element {
  const { announcer } = useStudio();
  useEffect(() => announcer.say(words), [words]);
  return (
    <article class="panel">
      <p>
        <a href="/concepts">All concepts</a>
      </p>
      <h1>The model does not have this concept</h1>
      <p dir="auto">{words}</p>
    </article>
  );
}
