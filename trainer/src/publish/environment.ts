// What publishing reads from the environment.

export type Environment = Readonly<Record<string, string | undefined>>;

/** The names of those that are not set, for a message. */
export const missingIn = (variables: Environment): string =>
  Object.entries(variables)
    .flatMap(([name, value]) => (value ? [] : [name]))
    .join(', ');
