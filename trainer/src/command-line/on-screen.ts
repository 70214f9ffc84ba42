// A message as a terminal shows it: broken between words, where a terminal would break inside them.
import { Help } from 'commander';

/** Narrower than this, breaking lines helps nobody. */
const NARROWEST = 40;

/** For a file or another program a message stays one line. */
export function onScreen(
  message: string,
  { isTTY, columns }: { isTTY?: boolean; columns?: number } = process.stderr,
): string {
  if (isTTY !== true || columns === undefined || columns < NARROWEST) return message;
  return new Help().boxWrap(message, columns);
}
