// Problem details (RFC 9457): the one shape of every error that the API answers with.
import { z } from 'zod';

/** `type` of a problem is this and its code: stable, and never to be fetched. */
export const PROBLEM_TYPE_PREFIX = 'urn:trimtab:problem:';

export const fieldErrorSchema = z.object({
  /** Where in the request: `body.steering.concepts.genre:horror`, `query.limit`, `header.if-match`. */
  path: z.string(),
  expected: z.string(),
  message: z.string(),
});

export const problemSchema = z.object({
  type: z.string().startsWith(PROBLEM_TYPE_PREFIX),
  title: z.string(),
  status: z.int(),
  /** What was wrong this time, and what to do. */
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type ProblemDetails = z.infer<typeof problemSchema>;
