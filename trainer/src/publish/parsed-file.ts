// A file of an artifact as its schema has it.
import type { z } from 'zod';
import { PublishError } from './errors.ts';

/** @throws PublishError `invalid-artifact` */
export function parsed<Schema extends z.ZodType>(
  bytes: Uint8Array,
  name: string,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(jsonOf(bytes));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new PublishError(
    'invalid-artifact',
    `${name} does not fit its schema (${issue?.path.join('.')}: ${issue?.message}): run \`trimtab export\` again`,
  );
}

/** What is not JSON fits no schema. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
