// What is wrong with a config, said key by key with what would have been right.
import { z } from 'zod';

interface Described {
  properties?: Record<string, Described>;
}

/** One line a problem: the key, what is wrong with it, and for an unknown one the keys that there are. */
export function configProblems(schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): string[] {
  const described = z.toJSONSchema(schema, { io: 'input' }) as Described;
  return issues.flatMap((issue) => {
    const place = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [`${place.join('.') || 'the whole'}: ${issue.message}`];
    const known = Object.keys(place.reduce(inner, described).properties ?? {});
    return issue.keys.map(
      (key) => `${[...place, key].join('.')}: there is no such setting; expected one of ${known.join(', ')}`,
    );
  });
}

const inner = ({ properties }: Described, key: string): Described => properties?.[key] ?? {};
