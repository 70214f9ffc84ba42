// A message as a terminal shows it: broken between words, where a terminal would break inside them.
import { Help } from 'commander';
import { fileProblem, fileProblemLine, pathOfFault } from '../files/file-problem.ts';

/** Narrower than this, breaking lines helps nobody. */
const NARROWEST = 40;

/** The message of an error; of one that the system gave for a file, what it means and what to do. */
export function inWords(error: Error): string {
  const [problem, path] = [fileProblem(error), pathOfFault(error)];
  return problem === null || path === undefined ? error.message : fileProblemLine(path, problem);
}

/** Breaks a message at the width of the screen; for a file or another program it stays one line. */
export function onScreen(
  message: string,
  { isTTY, columns }: { isTTY?: boolean; columns?: number } = process.stderr,
): string {
  if (isTTY !== true || columns === undefined || columns < NARROWEST) return message;
  return new Help().boxWrap(message, columns);
}
