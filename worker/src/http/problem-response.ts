// Any error → problem+json. What is not known to be safe to tell is logged and answered in general words.
import { PROBLEM_TYPE_PREFIX, type ProblemDetails } from '@trimtab/shared/problem.ts';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { AppEnv } from '../app-env.ts';
import { lacksMigration } from '../db/missing-migration.ts';
import { fieldErrors } from './field-errors.ts';
import { Problem } from '../problem.ts';
import type { z } from 'zod';

export function problemResponse(error: Error, c: Context<AppEnv>): Response {
  const problem = asProblem(error);
  if (problem.status >= 500) {
    c.var.services.log({
      level: 'error',
      event: problem.code,
      requestId: c.var.requestId,
      message: error.message,
      cause: String(error.cause ?? ''),
      stack: error.stack,
    });
  }
  const body: ProblemDetails = {
    type: PROBLEM_TYPE_PREFIX + problem.code,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    requestId: c.var.requestId,
    ...(problem.errors && { errors: problem.errors }),
  };
  return c.body(JSON.stringify(body), problem.status, {
    ...problem.headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
}

function asProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) {
    if (error.status === 415) {
      return new Problem('not-json', 'Send the body with the header content-type: application/json.');
    }
    if (error.status === 400) return new Problem('malformed-json', 'Send a body that parses as JSON.');
  }
  if (lacksMigration(error)) {
    const detail =
      'The database lacks a migration that this Worker needs: `npm run deploy` applies them before it deploys.';
    return new Problem('database-outdated', detail, { cause: error, headers: { 'retry-after': '60' } });
  }
  if (isOfDatabase(error)) {
    const headers = { 'retry-after': '5' };
    return new Problem('storage-unavailable', 'Try again soon.', { cause: error, headers });
  }
  return new Problem('internal-error', 'Try again; if it stays, report the requestId.', { cause: error });
}

/** D1 has no error class; drizzle's errors carry its own as their cause. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof Error && (error.message.startsWith('D1_') || isOfDatabase(error.cause));
}

type Validation = { target: string } & ({ success: true } | { success: false; error: z.ZodError });

/** Hook of every route: a request that does not fit its schema becomes a problem. */
export function refuseInvalid(result: Validation): void {
  if (result.success) return;
  const errors = fieldErrors(result.target, result.error.issues);
  throw new Problem('invalid-request', errors.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    errors,
  });
}
