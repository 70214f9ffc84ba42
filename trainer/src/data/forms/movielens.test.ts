// Every release of MovieLens in its own layout, as its README has it, with invented people and films.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { historyOf, type Dataset } from '../dataset.ts';
import { readSource } from '../read-source.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-movielens-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

const latin1 = (words: string): Uint8Array => Buffer.from(words, 'latin1');

/** Films 1 to 30, so that a tag on all of them counts. */
const THIRTY = Array.from({ length: 30 }, (_, n) => n + 1);
const each = (line: (film: number) => string): string => THIRTY.map((film) => `${line(film)}\n`).join('');

/** Person 7 comes to film 2, 1, 3 and then the others; the file is ordered by film, as GroupLens orders it. */
const timeOf = (film: number): number => 900_000_000 + (film === 2 ? 0 : film);
const ORDER = [2, 1, ...THIRTY.slice(2)].map(String);

/** Of u.item, where each of 19 genres has a column; Drama is the ninth. */
const DRAMA = Array.from({ length: 19 }, (_, n) => (n === 8 ? 1 : 0)).join('|');

/** Older releases name films in ISO-8859-1, those from 10M on in UTF-8. */
const titleOf = (film: number): string => `Été ${film}, L' (1994)`;

const csvFiles = (end: string): Files => {
  const table = (header: string, line: (film: number) => string): string =>
    `${header}\n${each(line)}`.replaceAll('\n', end);
  return {
    'ratings.csv': table('userId,movieId,rating,timestamp', (film) => `7,${film},3.5,${timeOf(film)}`),
    'movies.csv': table(
      'movieId,title,genres',
      (film) => `${film},"${titleOf(film)}",Drama|(no genres listed)`,
    ),
    'tags.csv': table('userId,movieId,tag,timestamp', (film) => `8,${film},"so ""slow"", really",${film}`),
    'links.csv': table('movieId,imdbId,tmdbId', (film) => `${film},0000001,`),
    'README.txt': 'Summary\n=======\n',
  };
};

/** Of 20M and 25M: a score for every film and tag. */
const GENOME: Files = {
  'genome-scores.csv': `movieId,tagId,relevance\n${each((film) => `${film},1,0.9`)}`,
  'genome-tags.csv': 'tagId,tag\n1,dreamlike\n',
};

const RELEASES: Readonly<Record<string, Files>> = {
  '100K': {
    'u.data': each((film) => `7\t${film}\t3\t${timeOf(film)}`),
    'u.item': latin1(
      each((film) => `${film}|${titleOf(film)}|01-Jan-1994||http://example/?a%20(1994)|${DRAMA}`),
    ),
    'u.genre': 'unknown|0\nAction|1\n\n',
    'u.info': '1 users\n30 items\n30 ratings\n',
    'u.user': '7|24|M|technician|85711\n',
    'u.occupation': 'technician\n',
    'u1.base': '7\t1\t5\t1\n',
    'u1.test': '7\t2\t5\t1\n',
    README: 'SUMMARY & USAGE LICENSE\n',
  },
  '1M': {
    'ratings.dat': each((film) => `7::${film}::3::${timeOf(film)}`),
    'movies.dat': latin1(each((film) => `${film}::${titleOf(film)}::Drama`)),
    'users.dat': '7::F::1::10::48067\n',
    README: 'SUMMARY\n',
  },
  '10M': {
    'ratings.dat': each((film) => `7::${film}::3.5::${timeOf(film)}`),
    'movies.dat': each((film) => `${film}::${titleOf(film)}::Drama`),
    'tags.dat': each((film) => `8::${film}::so "slow", really::${film}`),
    'README.html': '<p>Summary</p>\n',
    'allbut.pl': '#!/usr/bin/perl\n',
    'split_ratings.sh': '#!/bin/sh\n',
  },
  '20M': { ...csvFiles('\n'), ...GENOME },
  '20M with lines that end as on Windows': csvFiles('\r\n'),
  '25M': { ...csvFiles('\n'), ...GENOME },
  '32M': { ...csvFiles('\n'), 'checksums.txt': `${'0'.repeat(32)}  ratings.csv\n` },
  'latest-small': csvFiles('\n'),
};

const itemsOf = ({ catalogue, ...data }: Dataset): string[] =>
  Array.from(historyOf({ catalogue, ...data }, 0), (item) => catalogue.ids[item] ?? '');

it.each(Object.entries(RELEASES))('%s', async (name, files) => {
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  const data = await readSource({ source: folder, kCore: 1 });
  expect(data.userIds).toEqual(['7']);
  expect(itemsOf(data)).toEqual(ORDER);
  expect([...(data.times ?? [])].slice(0, 3)).toEqual([900_000_000, 900_000_001, 900_000_003]);
  expect(new Set(data.catalogue.titles)).toEqual(new Set(THIRTY.map(titleOf)));
  const tagged = name !== '100K' && name !== '1M';
  expect(data.catalogue.attributes.map(({ id }) => id)).toEqual([
    'genre:drama',
    'era:1990s',
    ...(tagged ? ['tag:so-slow-really'] : []),
  ]);
});

it.each(['10M', '20M', '32M'])('%s: a least rating counts half stars', async (name) => {
  for (const [file, content] of Object.entries(RELEASES[name] ?? {}))
    await writeFile(join(folder, file), content);
  await expect(readSource({ source: folder, kCore: 1, minRating: 4 })).rejects.toThrow('nothing is left');
  expect((await readSource({ source: folder, kCore: 1, minRating: 3.5 })).items).toHaveLength(30);
});
