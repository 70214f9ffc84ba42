// One setting by its dotted key, in settings that are not checked yet.

/** `training.maxEpochs`, 10 → input.training.maxEpochs = 10. Objects on the way are copied, and nothing else changes. */
export function setKey(input: Record<string, unknown>, key: string, value: unknown): void {
  const keys = key.split('.');
  const last = keys.pop() ?? '';
  let place = input;
  for (const part of keys) {
    const inner = { ...(place[part] as Record<string, unknown> | undefined) };
    place[part] = inner;
    place = inner;
  }
  place[last] = value;
}
