// The built-in data set: invented people and films whose truth is known, made anew from a seed in about a second.
import { createRandom } from '../../math/random.ts';
import { assembleDataset } from '../assemble.ts';
import type { Dataset } from '../dataset.ts';
import { catalogueOf, generateFilms } from './catalogue.ts';
import { Cinema, generateHistory, generatePopularity } from './histories.ts';

export interface GeneratedOptions {
  seed?: number;
  users?: number;
  items?: number;
}

/**
 * 40 to 60 interactions a user. Genre, era and mood of a film say all that there is to know about who watches it, but
 * for its popularity and its place in a series: so what a concept should be is known.
 */
export function generateDataset({ seed = 1, users = 2000, items = 1200 }: GeneratedOptions = {}): Dataset {
  const films = generateFilms(createRandom(seed, 'films'), items);
  const cinema = new Cinema(films, generatePopularity(createRandom(seed, 'popularity'), items));
  const random = createRandom(seed, 'histories');
  const histories = Array.from({ length: users }, () => generateHistory(random, cinema));
  return assembleDataset({
    name: 'generated',
    catalogue: catalogueOf(
      films,
      films.map(() => 0),
    ),
    userIds: histories.map((_, user) => `person-${String(user + 1).padStart(4, '0')}`),
    histories: histories.map((history) => history.items),
    times: histories.map((history) => history.times),
    historiesShareable: true,
  });
}
