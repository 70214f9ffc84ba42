// What the operating system says about a file, in words: what is wrong, what was expected and what to do.

export interface FileProblem {
  problem: string;
  expected: string;
  advice: string;
}

const FULL: FileProblem = {
  problem: 'cannot be written: the disk is full',
  expected: 'free space',
  advice: 'Free some, or set TRIMTAB_HOME (runs) and TMPDIR (work in between) to folders on another disk',
};

const FORBIDDEN: FileProblem = {
  problem: 'cannot be opened: permission is denied',
  expected: 'a file that you may read, in a folder that you may write to where something is written',
  advice: 'Change its permissions (ls -l), or choose another place',
};

const KNOWN: Readonly<Record<string, FileProblem>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: {
    problem: 'cannot be written: the disk is read-only',
    expected: 'a folder that can be written to',
    advice: 'Set TRIMTAB_HOME (runs) and TMPDIR (work in between) to folders on another disk',
  },
  EISDIR: { problem: 'is a folder', expected: 'a file', advice: 'Name the file in it' },
  ENOTDIR: {
    problem: 'goes through a file as if that were a folder',
    expected: 'a path of folders that ends in a file or folder',
    advice: 'Check the path',
  },
  EEXIST: {
    problem: 'is a file where a folder is needed',
    expected: 'a folder, or no such name yet',
    advice: 'Move the file, or choose another place',
  },
  ENOENT: {
    problem: 'there is no such file or folder',
    expected: 'a file, or a folder of files, that can be read',
    advice: 'Check the path',
  },
  ELOOP: {
    problem: 'is a link that leads back to itself',
    expected: 'a link to a file or folder',
    advice: 'Remove the link, or name the file itself',
  },
  ENAMETOOLONG: {
    problem: 'has a longer name than the disk allows',
    expected: 'a shorter path',
    advice: 'Rename it',
  },
  EIO: {
    problem: 'cannot be read: the disk reports an error',
    expected: 'a disk that works',
    advice: 'Copy the file to another disk, and check this one',
  },
  EMFILE: {
    problem: 'cannot be opened: too many files are open',
    expected: 'fewer open files',
    advice: 'Raise the limit (ulimit -n)',
  },
};

/** Null for what is no fault of a file. */
export function fileProblem(error: unknown): FileProblem | null {
  const code = codeOf(error);
  return code === undefined ? null : (KNOWN[code] ?? null);
}

/** The path that the system names, where it names one. */
export function pathOfFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('path' in error)) return undefined;
  return typeof error.path === 'string' ? error.path : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && error.code in KNOWN) return error.code;
  // DuckDB has the system's words and no code.
  if (/no space left on device|disk quota exceeded/i.test(error.message)) return 'ENOSPC';
  if (/read-only file system/i.test(error.message)) return 'EROFS';
  return /permission denied/i.test(error.message) ? 'EACCES' : undefined;
}

/** One line for a person: `<path>: <problem>; expected <expected>. <advice>.` */
export const fileProblemLine = (path: string, { problem, expected, advice }: FileProblem): string =>
  `${path}: ${problem}; expected ${expected}. ${advice}.`;
