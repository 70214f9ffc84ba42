// What can be wrong with data: one error class whose code says what, and whose message says where and what to do.
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

export type DataErrorCode =
  | 'missing-source'
  | 'unknown-form'
  | 'unknown-column'
  | 'unreadable-row'
  | 'unreadable-file'
  | 'empty-result'
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
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;
  readonly file: string | null;
  readonly row: number | null;

  constructor(code: DataErrorCode, problem: DataProblem, options?: ErrorOptions) {
    const place = [problem.file, problem.row === undefined ? undefined : `row ${problem.row}`];
    const prefix = place.filter((part) => part !== undefined).join(', ');
    super(
      `${prefix === '' ? '' : `${prefix}: `}${problem.problem}; expected ${problem.expected}. ${problem.advice}.`,
      options,
    );
    this.code = code;
    this.file = problem.file ?? null;
    this.row = problem.row ?? null;
  }
}

/** @throws DataError `missing-source` when there is no such file or folder */
export async function requirePresent(source: string): Promise<Stats> {
  return stat(source).catch((cause: unknown) => {
    throw new DataError(
      'missing-source',
      {
        file: source,
        problem: 'there is no such file or folder',
        expected: 'a file, or a folder of files, that can be read',
        advice: 'Check the path',
      },
      { cause },
    );
  });
}
