// The people of the generated data set: a taste that lasts for some films, then moves on in a way that can be learned.
import type { Random } from '../../math/random.ts';
import type { Film } from './catalogue.ts';
import { ERAS, GENRES, MOODS } from './words.ts';

/** What somebody is after at the moment. */
interface Taste {
  genre: number;
  mood: number;
  era: number;
}

/** What somebody comes back to. */
interface Home {
  genres: readonly [number, number];
  mood: number;
  era: number;
}

export interface GeneratedHistory {
  items: number[];
  times: number[];
}

/** How people behave; shares and probabilities. */
const SHORTEST = 40;
const LONGEST = 60;
const WATCHES_SEQUEL = 0.6;
const TASTE_ENDS = 0.2; // a taste lasts 5 films on average
const NEXT_GENRE = 0.65; // the next genre of the ring, else one from home
const MOOD_STAYS = 0.75; // else the one from home or any
const ERA_STAYS = 0.75;

/** How much likelier a film is when it fits; the floor keeps every film possible. */
const FIT = {
  genre: 1,
  secondGenre: 0.8,
  noGenre: 0.002,
  mood: 1,
  otherMood: 0.005,
  era: 1,
  otherEra: 0.005,
};

/** Zipf and Mandelbrot's law, exponent 1: the most popular film is drawn 60 times as often as the least of 1,200. */
const POPULARITY_OFFSET = 20;

const FIRST_DAY = 1_704_067_200; // 2024-01-01T00:00:00Z
const DAY = 86_400;

/** popularity[item], long-tailed and independent of every attribute. */
export function generatePopularity(random: Random, items: number): Float64Array {
  const ranks = random.shuffle(Int32Array.from({ length: items }, (_, rank) => rank));
  return Float64Array.from(ranks, (rank) => 1 / (rank + POPULARITY_OFFSET));
}

/** Films and their popularity, with the weights that each taste gives them (there are only some hundred tastes). */
export class Cinema {
  readonly films: readonly Film[];
  private readonly popularity: Float64Array;
  private readonly known = new Map<string, Float64Array>();

  constructor(films: readonly Film[], popularity: Float64Array) {
    this.films = films;
    this.popularity = popularity;
  }

  /** A fresh copy of weight[item] = popularity · fit of genre · fit of mood · fit of era, without the seen films. */
  weights(taste: Taste, seen: ReadonlySet<number>): Float64Array {
    const key = `${taste.genre} ${taste.mood} ${taste.era}`;
    const base = this.known.get(key) ?? this.popularity.map((p, item) => p * fit(taste, this.films[item]));
    this.known.set(key, base);
    const weights = base.slice();
    for (const item of seen) weights[item] = 0;
    return weights;
  }
}

export function generateHistory(random: Random, cinema: Cinema): GeneratedHistory {
  const length = Math.min(SHORTEST + random.integer(LONGEST - SHORTEST + 1), cinema.films.length);
  const home = generateHome(random);
  const seen = new Set<number>();
  let taste: Taste = { genre: home.genres[0], mood: home.mood, era: home.era };
  let weights = cinema.weights(taste, seen);
  let last = -1;
  while (seen.size < length) {
    const sequel = cinema.films[last]?.sequel ?? -1;
    const continues = sequel >= 0 && !seen.has(sequel) && random.chance(WATCHES_SEQUEL);
    last = continues ? sequel : random.weighted(weights);
    seen.add(last);
    weights[last] = 0;
    if (!random.chance(TASTE_ENDS)) continue;
    taste = moveOn(random, taste, home);
    weights = cinema.weights(taste, seen);
  }
  return { items: [...seen], times: generateTimes(random, length) };
}

function generateHome(random: Random): Home {
  const genre = random.integer(GENRES.length);
  return {
    genres: [genre, random.integer(GENRES.length)],
    mood: random.integer(MOODS.length),
    era: random.integer(ERAS.length),
  };
}

function moveOn(random: Random, taste: Taste, home: Home): Taste {
  return {
    genre: random.chance(NEXT_GENRE) ? (taste.genre + 1) % GENRES.length : random.pick(home.genres),
    mood: random.chance(MOOD_STAYS)
      ? taste.mood
      : random.chance(0.5)
        ? home.mood
        : random.integer(MOODS.length),
    era: random.chance(ERA_STAYS) ? taste.era : random.chance(0.5) ? home.era : random.integer(ERAS.length),
  };
}

function fit(taste: Taste, film: Film | undefined): number {
  if (film === undefined) return 0;
  const genre =
    film.genre === taste.genre ? FIT.genre : film.second === taste.genre ? FIT.secondGenre : FIT.noGenre;
  const mood = film.mood === taste.mood ? FIT.mood : FIT.otherMood;
  const era = film.era === taste.era ? FIT.era : FIT.otherEra;
  return genre * mood * era;
}

/** Seconds since 1970: one film or several an evening, on evenings one to nine days apart, through a year or so. */
function generateTimes(random: Random, length: number): number[] {
  let day = FIRST_DAY + DAY * random.integer(300);
  let second = 18 * 3600 + random.integer(3600);
  return Array.from({ length }, () => {
    const time = day + second;
    second += 5400 + random.integer(3600);
    if (second > 23 * 3600 || random.chance(0.5)) {
      day += DAY * (1 + random.integer(9));
      second = 18 * 3600 + random.integer(3600);
    }
    return time;
  });
}
