// The releases of MovieLens that GroupLens publishes, and how to know that one arrived whole.

export interface Release {
  /** MD5 of the archive, as GroupLens publishes beside it; null where it publishes none or replaces the archive. */
  md5: string | null;
  /** MD5 of single files, where GroupLens publishes those instead. */
  files?: Readonly<Record<string, string>>;
}

const RELEASES: Readonly<Record<string, Release>> = {
  'ml-latest-small': { md5: null },
  'ml-100k': { md5: '0e33842e24a9c977be4e0107933c0723' },
  'ml-1m': { md5: 'c4d9eecfca2ab87c1945afe126590906' },
  'ml-10m': { md5: 'ce571fd55effeba0271552578f2648bd' },
  'ml-20m': { md5: 'cd245b17a1ae2cc31bb14903e1204af3' },
  'ml-25m': { md5: '6b51fb2759a8657d3bfcbfc42b592ada' },
  'ml-32m': {
    md5: null,
    files: {
      'movies.csv': '0df90835c19151f9d819d0822e190797',
      'ratings.csv': 'cf12b74f9ad4b94a011f079e26d4270a',
      'tags.csv': '963bf4fa4de6b8901868fddd3eb54567',
    },
  },
};

export const RELEASE_NAMES: readonly string[] = Object.keys(RELEASES);

export const releaseOf = (name: string): Release | undefined =>
  Object.hasOwn(RELEASES, name) ? RELEASES[name] : undefined;

export const releaseUrl = (name: string): string =>
  `https://files.grouplens.org/datasets/movielens/${name}.zip`;
