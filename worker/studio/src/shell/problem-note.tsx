// What went wrong, in the page's flow, with a way to go on. It is read out by the live region.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStudio } from './studio-context.ts';

interface ProblemNoteProps {
  words: string;
  onRetry?: () => void;
  children?: ComponentChildren;
}

export function ProblemNote({ words, onRetry, children }: ProblemNoteProps): JSX.Element {
  const { announcer } = useStudio();
  useEffect(() => announcer.say(words), [words]);
  return (
    <div class="note is-problem">
      <p>{words}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
      {children}
    </div>
  );
}
