// What can be wrong with data: one error class whose code says what, and whose message says where and what to do.
import type { Stats } from 'node:fs';
import { lstat, readlink, stat } from 'node:fs/promises';
import { CodedError } from '@trimtab/shared/coded-error.ts';
import { fileProblem, pathOfFault } from '../files/file-problem.ts';

export type DataErrorCode =
  | 'missing-source'
  | 'unknown-form'
  | 'ambiguous-source'
  | 'unknown-column'
  | 'ambiguous-column'
  | 'unreadable-row'
  | 'unreadable-file'
  | 'unwritable-file'
  | 'empty-result'
  | 'filtered-away'
  | 'unjoined-items'
  | 'too-few-people'
  | 'missing-times'
  | 'duplicate-item'
  | 'damaged-dataset'
  | 'invalid-option'
  | 'download-failed'
  | 'damaged-download';

export interface DataProblem {
  /** One sentence without a full stop: what is wrong. */
  problem: string;
  /** What a right one would have been. */
  expected: string;
  /** What the person can do about it. */
  advice: string;
  file?: string;
  /** 1-based line or row of the file, headers counted. */
  row?: number;
}

/** Message: `<file>, row <row>: <problem>; expected <expected>. <advice>.` */
export class DataError extends CodedError<DataErrorCode> {
  override readonly name = 'DataError';
  readonly file: string | null;
  readonly row: number | null;

  constructor(code: DataErrorCode, problem: DataProblem, options?: ErrorOptions) {
    const place = [problem.file, problem.row === undefined ? undefined : `row ${problem.row}`];
    const prefix = place.filter((part) => part !== undefined).join(', ');
    super(
      code,
      `${prefix === '' ? '' : `${prefix}: `}${problem.problem}; expected ${problem.expected}. ${problem.advice}.`,
      options,
    );
    this.file = problem.file ?? null;
    this.row = problem.row ?? null;
  }
}

/** @throws DataError `missing-source` when there is no such file or folder, or only a link to one that is gone */
export async function requirePresent(source: string): Promise<Stats> {
  return stat(source).catch(async (cause: unknown) => {
    const target = await linkTarget(source);
    if (target === null) throw faultOf(source, cause);
    throw new DataError(
      'missing-source',
      {
        file: source,
        problem: `is a link to ${target}, which is not there`,
        expected: 'a link to a file or folder that can be read',
        advice: 'Remove the link, or bring back what it leads to',
      },
      { cause },
    );
  });
}

const linkTarget = (path: string): Promise<string | null> =>
  lstat(path).then(
    (found) => (found.isSymbolicLink() ? readlink(path) : null),
    () => null,
  );

/** Runs what reads or writes `file`, and says of any fault of the system which file, what was expected and what to do. */
export async function withFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DataError || fileProblem(error) === null ? error : faultOf(file, error);
  }
}

/** The error for a fault of the system, with the path that it names, or else this file. */
export function faultOf(file: string, cause: unknown): DataError {
  const problem = fileProblem(cause) ?? {
    problem: `cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    expected: 'a file, or a folder of files, that can be read',
    advice: 'Check the path',
  };
  const code = /written/.test(problem.problem)
    ? 'unwritable-file'
    : /no such/.test(problem.problem)
      ? 'missing-source'
      : 'unreadable-file';
  return new DataError(code, { file: pathOfFault(cause) ?? file, ...problem }, { cause });
}
