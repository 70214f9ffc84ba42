// Progress of long work on stderr: a line that rewrites itself on a terminal; elsewhere a line now and then.

export interface Progress {
  /** Says how far the stage is, from 0 to 1, and what it is doing. */
  update(share: number, what: string): void;
  /** A line that stays. */
  line(text: string): void;
}

export const silent: Progress = { update: () => {}, line: () => {} };

export interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two lines in a log, so that it tells of work that hangs, and is not made of such lines. */
const EVERY = 30_000;

/** @param clock milliseconds, for the estimate of what is left */
export function stageProgress(
  stage: string,
  out: Terminal = process.stderr,
  clock = () => performance.now(),
): Progress {
  const began = clock();
  const isTerminal = out.isTTY === true;
  let shown = isTerminal ? -Infinity : began;
  const clear = isTerminal ? '\r\u001B[2K' : '';
  return {
    update(share, what) {
      if (clock() - shown < (isTerminal ? 100 : EVERY)) return;
      shown = clock();
      const left =
        share > 0.02 ? `, about ${duration(((shown - began) * (1 - share)) / share)} left here` : '';
      const percent = `${Math.round(100 * share)}%  ${what}${left}`;
      const text = isTerminal ? `${stage}  ${bar(share)} ${percent}` : `${stage}  ${percent}`;
      out.write(isTerminal ? `${clear}${text.slice(0, (out.columns ?? 80) - 1)}` : `${text}\n`);
    },
    line(text) {
      shown = isTerminal ? shown : clock(); // a line that was just written is news enough
      out.write(`${clear}${stage}  ${text}\n`);
    },
  };
}

function bar(share: number): string {
  const filled = Math.round(16 * Math.max(0, Math.min(1, share)));
  return '█'.repeat(filled) + '░'.repeat(16 - filled);
}

/** `42 s`, `3 min 5 s` */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
