// Which of several edits a concept of before goes on as: one that did not leave yesterday, and of these the nearest to its birth.
import { SURVIVED } from './survival.ts';

interface Scored {
  /** Against the lift of its birth. */
  score: number;
  /** Against its lift in the version before. */
  last: number;
}

/**
 * Coming back to its birth at once would be a jump for whoever uses it today. So an edit that survives the night is taken before
 * one that does not, however near to the birth that is. The first of equals; nothing of nothing.
 */
export function chosen<Edit extends Scored>(edits: readonly Edit[]): Edit | undefined {
  const surviving = edits.filter(({ last }) => last >= SURVIVED);
  return (surviving.length > 0 ? surviving : edits).reduce<Edit | undefined>(
    (best, edit) => (best === undefined || edit.score > best.score ? edit : best),
    undefined,
  );
}
