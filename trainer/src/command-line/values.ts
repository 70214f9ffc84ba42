// The values of options, read from text. Each refuses what does not fit, and says what does.
import { InvalidArgumentError } from 'commander';

function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`expected a whole number, ${least} or more`);
  return value;
}

export const atLeast =
  (least: number) =>
  (text: string): number =>
    wholeNumber(text, least);

export const wholeNumberIn =
  (least: number, most: number) =>
  (text: string): number => {
    const value = wholeNumber(text, least);
    if (value > most) throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    return value;
  };

export function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('expected a number');
  return value;
}

export const oneOf =
  <Choice extends string>(...choices: readonly Choice[]) =>
  (text: string): Choice => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw new InvalidArgumentError(`expected ${choices.join(' or ')}`);
    return chosen;
  };

/** Collects the values of an option that can be repeated. */
export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];
