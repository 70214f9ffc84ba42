// From zod's issues to the fields of a problem: where, what was expected, what came.
import type { FieldError } from '@trimtab/shared/problem.ts';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const PART_OF_REQUEST: Record<string, string> = { json: 'body', param: 'path' };

/** @param target which part of the request was validated: `json`, `query`, `param` or `header` */
export function fieldErrors(target: string, issues: readonly Issue[]): FieldError[] {
  const part = PART_OF_REQUEST[target] ?? target;
  return issues.flatMap(nearest).flatMap((issue) =>
    pathsOf(issue).map((path) => ({
      path: [part, ...path].map(String).join('.'),
      expected: expectedBy(issue),
      message: issue.message,
    })),
  );
}

/** What came may be of one kind of a union and have a fault inside: that fault is told, and not that no kind fits. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isInside = ({ path, code }: Issue): boolean => path.length > 0 || code === 'unrecognized_keys';
  const [only, other] = issue.errors.filter((branch) => branch.every(isInside));
  if (only === undefined || other !== undefined) return [issue];
  return only.flatMap((inside) => nearest({ ...inside, path: [...issue.path, ...inside.path] }));
}

/** An issue about keys is reported at each of those keys. */
function pathsOf(issue: Issue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  return [issue.path];
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectedBy))].join(' or ');
    case 'unrecognized_keys':
      return 'no such field';
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
