// A version of a preset for people to read.
import type { JSX } from 'preact';
import { useStart } from '../shell/studio-context.ts';
import { wishWords } from '../shell/wish-words.ts';
import type { Version } from './preset-words.ts';

interface VersionWordsProps {
  version: Version;
  /** Whether its name is said; not where a heading does. */
  isNamed?: boolean;
}

export function VersionWords({
  version: { name, concepts },
  isNamed = true,
}: VersionWordsProps): JSX.Element {
  const { conceptOf } = useStart();
  const entries = Object.entries(concepts);
  return (
    <div>
      {isNamed && (
        <p class="version-name" dir="auto">
          {name}
        </p>
      )}
      <ul class="wish-lines">
        {entries.length === 0 && <li class="faint">It steers nothing.</li>}
        {entries.map(([id, wish]) => (
          <li key={id} class={conceptOf.has(id) ? '' : 'is-unknown'} dir="auto">
            {conceptOf.get(id)?.label ?? id}: {wishWords(wish)}
            {!conceptOf.has(id) && ' (the model in use does not have it)'}
          </li>
        ))}
      </ul>
    </div>
  );
}
