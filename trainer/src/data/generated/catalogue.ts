// The items of the generated data set: invented films with a genre or two, a mood, a year, and now and then sequels.
import type { Attribute, Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Random } from '../../math/random.ts';
import { slug } from '../attributes.ts';
import { ERAS, GENRES, MOODS, NAMES, PLACES } from './words.ts';

/** The truth that attributes state: `second` is -1 for a film of one genre; `sequel` is -1 at the end of a series. */
export interface Film {
  title: string;
  year: number;
  genre: number;
  second: number;
  mood: number;
  era: number;
  sequel: number;
}

/** Shares of the made-up film trade. */
const TWO_GENRES = 0.35;
const TYPICAL_MOOD = 0.5;
const STARTS_SERIES = 0.1;
const LAST_YEAR = 2025;

export function generateFilms(random: Random, count: number): Film[] {
  const films: Film[] = [];
  const titles = new Set<string>();
  while (films.length < count) {
    const first = generateFilm(random, titles);
    const parts = random.chance(STARTS_SERIES) ? 2 + random.integer(4) : 1;
    for (let part = 0; part < parts && films.length < count; part++) {
      const previous = films.at(-1);
      if (part > 0 && previous !== undefined) previous.sequel = films.length;
      films.push(part === 0 ? first : sequelOf(random, first, previous ?? first, part));
    }
  }
  return films.map((film) => ({ ...film, title: `${film.title} (${film.year})` }));
}

function generateFilm(random: Random, titles: Set<string>): Film {
  const genre = random.integer(GENRES.length);
  const second = random.chance(TWO_GENRES)
    ? (genre + 1 + random.integer(GENRES.length - 1)) % GENRES.length
    : -1;
  const mood = moodOf(random, genre);
  const era = random.weighted(ERAS.map(({ weight }) => weight));
  const decade = ERAS[era]?.decade ?? 0;
  const year = decade + random.integer(Math.min(10, LAST_YEAR - decade + 1));
  return { title: newTitle(random, titles, genre, mood), year, genre, second, mood, era, sequel: -1 };
}

function sequelOf(random: Random, first: Film, previous: Film, part: number): Film {
  const year = Math.min(LAST_YEAR, previous.year + 1 + random.integer(3));
  const era = ERAS.findLastIndex(({ decade }) => decade <= year);
  return { ...first, title: `${first.title} ${['II', 'III', 'IV', 'V'][part - 1]}`, year, era, sequel: -1 };
}

function moodOf(random: Random, genre: number): number {
  if (!random.chance(TYPICAL_MOOD)) return random.integer(MOODS.length);
  const typical = random.pick(GENRES[genre]?.moods ?? []);
  return MOODS.findIndex(({ label }) => label === typical);
}

function newTitle(random: Random, titles: Set<string>, genre: number, mood: number): string {
  for (let attempt = 0; ; attempt++) {
    const plain = titleOf(random, genre, mood);
    const title = attempt < 40 ? plain : `${plain} No. ${attempt}`; // very large catalogues run out of words
    if (titles.has(title)) continue;
    titles.add(title);
    return title;
  }
}

function titleOf(random: Random, genre: number, mood: number): string {
  const noun = random.pick(GENRES[genre]?.nouns ?? []);
  const adjective = random.pick(MOODS[mood]?.adjectives ?? []);
  switch (random.integer(6)) {
    case 0:
      return `${adjective} ${noun}`;
    case 1:
      return `The ${adjective} ${noun} of ${random.pick(PLACES)}`;
    case 2:
      return `${random.pick(NAMES)} and the ${adjective} ${noun}`;
    case 3:
      return `A ${adjective} ${noun} in ${random.pick(PLACES)}`;
    case 4:
      return `${random.pick(NAMES)}'s ${adjective} ${noun}`;
    default:
      return `The ${adjective} ${noun}`;
  }
}

/** The catalogue that states the films' truth; `counts` come from the histories. */
export function catalogueOf(films: readonly Film[], counts: readonly number[]): Catalogue {
  const attributes: Attribute[] = [
    ...GENRES.map(({ label }) => ({ id: `genre:${slug(label)}`, label, kind: 'genre' })),
    ...ERAS.map(({ decade }) => ({ id: `era:${decade}s`, label: `${decade}s`, kind: 'era' })),
    ...MOODS.map(({ label }) => ({ id: `mood:${slug(label)}`, label, kind: 'mood' })),
  ];
  const firstMood = GENRES.length + ERAS.length;
  return {
    ids: films.map((_, item) => `film-${String(item + 1).padStart(4, '0')}`),
    titles: films.map(({ title }) => title),
    attributes,
    itemAttributes: films.map(({ genre, second, era, mood }) =>
      [genre, ...(second < 0 ? [] : [second]), GENRES.length + era, firstMood + mood].sort((a, b) => a - b),
    ),
    counts: [...counts],
  };
}
