// The one door to data: built in, by the name of a MovieLens release, or by path.
import type { Dataset } from './dataset.ts';
import { fetchRelease, type Surroundings } from './releases/download.ts';
import { DataError, requirePresent } from './errors.ts';
import { generateDataset } from './generated/generated.ts';
import { RELEASE_NAMES } from './releases/movielens.ts';
import { readSource } from './read-source.ts';

export const GENERATED = 'generated';

export interface OpenOptions {
  /** Names of columns, for tables that have any. */
  user?: string | undefined;
  item?: string | undefined;
  time?: string | undefined;
  /** A file that describes items: id, title and attributes. */
  items?: string | undefined;
  /** A file of what apps sent, as `trimtab events` writes it. */
  events?: string | undefined;
  /** A file of people whose interactions of the source are left out. */
  leftOut?: string | undefined;
  /** Interactions rated lower are dropped. */
  minRating?: number | undefined;
  /** Interactions that each user and each item must have; by default 5 for raw ratings. */
  kCore?: number | undefined;
  /** How lists of attributes are separated, by column of the items file; by default as their cells show. */
  separators?: Readonly<Record<string, string>> | undefined;
  /** Whether an items file or events that fit hardly any item are taken all the same. */
  unjoined?: boolean | undefined;
  /** Whether people come back to items; by default as the form of the source has it. */
  repeats?: boolean | undefined;
  /** Of the built-in data; read data has no chance in it. */
  seed?: number | undefined;
}

/**
 * @param spec nothing or `generated` for the built-in data, `ml-1m` and the like for a release of MovieLens, which is
 *   downloaded once, or else the path of a folder or file
 * @throws DataError, each of whose messages says where, what was expected and what to do
 */
export async function openData(
  spec: string | undefined,
  { seed, ...options }: OpenOptions = {},
  surroundings: Surroundings = {},
): Promise<Dataset> {
  if (spec === undefined || spec === GENERATED) {
    refuseOptions(options);
    return generateDataset(seed === undefined ? {} : { seed });
  }
  if (RELEASE_NAMES.includes(spec)) {
    const source = await fetchRelease(spec, surroundings);
    return readSource({ ...options, source, name: spec, log: surroundings.log });
  }
  if (!/[\\/.]/.test(spec)) await requireKnown(spec);
  return readSource({ ...options, source: spec, log: surroundings.log });
}

/** An option that does nothing would mislead. */
function refuseOptions(options: Omit<OpenOptions, 'seed'>): void {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw new DataError('invalid-option', {
    problem: `the built-in data takes no ${given.map(([option]) => option).join(', ')}`,
    expected: 'columns and filters only with data of your own',
    advice: 'Name a folder or file of interactions, or leave them away',
  });
}

/** A bare word may be meant as a name: say which there are. */
async function requireKnown(spec: string): Promise<void> {
  await requirePresent(spec).catch((cause: unknown) => {
    throw new DataError(
      'missing-source',
      {
        problem: `there is no data called "${spec}", and no such file or folder`,
        expected: `${GENERATED}, ${RELEASE_NAMES.join(', ')} or a path`,
        advice: 'Check the name',
      },
      { cause },
    );
  });
}
