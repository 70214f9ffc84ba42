// What the pointer says of versions: which serves, is tried out, served before or was taken back.
import type { VERSION_STATES } from './browse.ts';
import type { Pointer } from './manifest.ts';

export type VersionState = (typeof VERSION_STATES)[number];

/**
 * The state of each version, in the order in which they are told.
 *
 * @param serving the version that is held: another than the pointer's where that could not be loaded
 */
export function versionStates(
  { current, canary, previous, earlier = [], rolledBack = [] }: Pointer,
  serving: string = current,
): Map<string, VersionState> {
  const before = previous === null ? earlier : [previous, ...earlier];
  const states = new Map<string, VersionState>([[serving, 'serves']]);
  const add = (version: string, state: VersionState): void => {
    if (!states.has(version)) states.set(version, state);
  };
  add(current, 'awaited');
  if (canary !== undefined) add(canary.version, 'canary');
  for (const version of rolledBack) if (version !== current) add(version, 'rolled-back');
  for (const version of before) add(version, 'before');
  return states;
}
